import { type KubeObject, objectsAt, textAt } from '@/lib/kube-object';
import type { Gvr } from '@/lib/place';

type Owner = { kind: string; name: string };

/** Who keeps an object alive: a controller that will make it anew. */
export function controllerOf(object: KubeObject): Owner | null {
  const owner = objectsAt(object, 'metadata', 'ownerReferences').find((one) => one.controller === true);
  return owner ? { kind: textAt(owner, 'kind'), name: textAt(owner, 'name') } : null;
}

const takesAlong: Record<string, string> = {
  'apps/deployments': 'its ReplicaSets and pods go with it',
  'apps/statefulsets': 'its pods go with it; their volume claims stay',
  'apps/daemonsets': 'its pods go with it',
  'apps/replicasets': 'its pods go with it',
  'batch/jobs': 'its pods go with it',
  'batch/cronjobs': 'its jobs and their pods go with it',
  'core/namespaces': 'everything inside it goes with it',
  'core/persistentvolumeclaims': 'its volume may be deleted with its data, as the reclaim policy says',
  'core/nodes': 'its pods are lost; a running kubelet may register it again',
  'core/services': 'it stops taking traffic at once',
  'networking.k8s.io/ingresses': 'it stops taking traffic at once',
  'apiextensions.k8s.io/customresourcedefinitions': 'every object of its kind goes with it, in all namespaces',
};

function times(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/**
 * What deleting these objects of one kind will do, in words: `2 will be recreated by ReplicaSet web-7887`.
 * Objects that could not be read count as gone for good.
 */
export function consequences(kind: Pick<Gvr, 'group' | 'resource'>, objects: (KubeObject | null)[]): string[] {
  const byOwner = new Map<string, number>();
  let gone = 0;
  for (const object of objects) {
    const owner = object && controllerOf(object);
    const key = owner ? `${owner.kind} ${owner.name}` : '';
    if (key) byOwner.set(key, (byOwner.get(key) ?? 0) + 1);
    else gone++;
  }
  const sentences = [...byOwner].map(([owner, count]) =>
    owner.startsWith('Job ') ? `${count} may be run again by ${owner}` : `${count} will be recreated by ${owner}`,
  );
  if (gone > 0) sentences.push(`${gone} will be gone`);
  const along = takesAlong[`${kind.group}/${kind.resource}`];
  if (along) sentences.push(times(objects.length, along, `${along}, for each`));
  return sentences;
}
