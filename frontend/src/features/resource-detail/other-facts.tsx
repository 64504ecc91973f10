import { Card } from '@/components/ui/card';
import type { KubeObject } from '@/lib/kube-object';
import { ValueTree } from './value-tree';

const told = new Set(['apiVersion', 'kind', 'metadata', 'status']);

function title(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** Any other kind: each of its parts as a tree, spec first and status last. */
export function OtherFacts({ object }: { object: KubeObject }) {
  const keys = Object.keys(object).filter((key) => !told.has(key) && object[key] !== null);
  const parts = [...keys, ...('status' in object ? ['status'] : [])];
  return parts.map((key) => (
    <Card key={key} title={title(key)}>
      <ValueTree value={typeof object[key] === 'object' ? object[key] : { [key]: object[key] }} />
    </Card>
  ));
}
