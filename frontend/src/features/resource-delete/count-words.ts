import { knownKind } from '@/lib/kind';
import type { Gvr } from '@/lib/place';

/** How many of a kind, in words: `1 pod`, `3 network policies`. Custom kinds go by their resource. */
export function countWords(kind: Gvr, count: number): string {
  const known = knownKind(kind);
  const one = (known?.kind ?? kind.resource).toLowerCase();
  return count === 1 ? `1 ${one}` : `${count} ${(known?.title ?? kind.resource).toLowerCase()}`;
}
