import type { KubeObject } from '@/lib/kube-object';
import { isObject, recordAt } from '@/lib/kube-object';
import type { Gvr } from '@/lib/place';

const scaled = /^apps\/(deployments|statefulsets|replicasets)$/;
const restarted = /^apps\/(deployments|statefulsets|daemonsets)$/;

function nameOf({ group, resource }: Gvr): string {
  return `${group}/${resource}`;
}

export function canScale(kind: Gvr): boolean {
  return scaled.test(nameOf(kind));
}

export function canRestart(kind: Gvr): boolean {
  return restarted.test(nameOf(kind));
}

export function scaledTo(object: KubeObject, replicas: number): KubeObject {
  return { ...object, spec: { ...recordAt(object, 'spec'), replicas } };
}

/** The object with a new time in its pod template, as kubectl's rollout restart sets it: all pods are replaced. */
export function restartedAt(object: KubeObject, time: string): KubeObject {
  const spec = recordAt(object, 'spec');
  const template = recordAt(spec, 'template');
  const metadata = recordAt(template, 'metadata');
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
  const stamped = { ...annotations, 'kubectl.kubernetes.io/restartedAt': time };
  return { ...object, spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations: stamped } } } };
}
