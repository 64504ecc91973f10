import { isObject, type KubeObject, textAt } from '@/lib/kube-object';
import { mergeThreeWay } from './three-way';
import { readable, toYaml } from './yaml-text';

const counted = new Set(['resourceVersion', 'generation', 'managedFields']);

/** What people decide about an object: all but its status and what the apiserver counts up at every write. */
function intentOf({ status: _, metadata, ...rest }: KubeObject): string {
  const kept = isObject(metadata) ? Object.entries(metadata).filter(([key]) => !counted.has(key)) : [];
  return toYaml({ ...rest, metadata: Object.fromEntries(kept) });
}

/** Whether two versions differ in nothing that anyone decided: only their status moved on. */
export function sameIntent(a: KubeObject, b: KubeObject): boolean {
  return intentOf(a) === intentOf(b);
}

export function versionOf(object: KubeObject): string {
  return textAt(object, 'metadata', 'resourceVersion');
}

/** My changes since `base`, put onto their version and carrying its number. */
export function onTopOf(base: KubeObject, mine: KubeObject, theirs: KubeObject): KubeObject {
  const { merged } = mergeThreeWay(readable(base), mine, readable(theirs));
  const object = isObject(merged) ? merged : mine;
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { ...metadata, resourceVersion: versionOf(theirs) } };
}
