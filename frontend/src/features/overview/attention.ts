import type { UnhealthyItem } from '@argus/sdk';
import { byLevel, type Level } from '@/lib/level';
import { type Gvr, listPath } from '@/lib/place';

/** What is wrong in the same way: one kind, one level, one reason. */
export type Trouble = Gvr & { id: string; kind: string; level: Level; reason: string; items: UnhealthyItem[] };

/** Groups what is unhealthy, the worst and then the most frequent first. */
export function troubles(items: UnhealthyItem[]): Trouble[] {
  const groups = new Map<string, Trouble>();
  for (const item of items) {
    const { group, version, resource, kind, level, reason } = item;
    const id = [level, reason, group, resource].join('|');
    const known = groups.get(id) ?? { id, group, version, resource, kind, level, reason, items: [] };
    known.items.push(item);
    groups.set(id, known);
  }
  return [...groups.values()].sort((a, b) => byLevel(a.level, b.level) || b.items.length - a.items.length);
}

/** The list that shows a trouble and nothing healthy: of its one cluster and namespace where it has only one. */
export function troublePath(trouble: Trouble): string {
  const only = (pick: (item: UnhealthyItem) => string) => {
    const values = new Set(trouble.items.map(pick));
    return values.size === 1 ? ([...values][0] ?? null) : null;
  };
  return listPath(
    only((item) => item.cluster),
    trouble,
    { namespace: only((item) => item.namespace), filter: [`health=${trouble.level}`] },
  );
}
