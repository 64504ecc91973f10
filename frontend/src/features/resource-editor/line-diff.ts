import type { DiffLine } from '@argus/sdk';

/** A line of a diff with its numbers in both texts, or a fold that hides `count` unchanged lines. */
export type DiffRow =
  | { kind: 'line'; op: DiffLine['op']; text: string; before: number | null; after: number | null }
  | { kind: 'fold'; count: number; lines: DiffRow[] };

/** The shortest line diff from `before` to `after` (Myers' algorithm), as the API would send it. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const middle = shortest(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const same = (lines: string[]): DiffLine[] => lines.map((text) => ({ op: 'same', text }));
  return [...same(a.slice(0, start)), ...middle, ...same(a.slice(a.length - end))];
}

/** Walks ever longer edit paths; `trace` keeps how far each diagonal had come, to read the path backwards. */
function shortest(a: string[], b: string[]): DiffLine[] {
  const reach = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let depth = 0; depth <= a.length + b.length; depth++) {
    trace.push(new Map(reach));
    for (let k = -depth; k <= depth; k += 2) {
      let x = downwards(reach, k, depth) ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(a, b, trace);
    }
  }
  return [];
}

function downwards(reach: Map<number, number>, k: number, depth: number): boolean {
  return k === -depth || (k !== depth && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
}

function backtrack(a: string[], b: string[], trace: Map<number, number>[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let depth = trace.length - 1; depth >= 0; depth--) {
    const reach = trace[depth] ?? new Map<number, number>();
    const down = downwards(reach, x - y, depth);
    const k = down ? x - y + 1 : x - y - 1;
    const fromX = reach.get(k) ?? 0;
    while (x > fromX && y > fromX - k) {
      lines.push({ op: 'same', text: a[--x] ?? '' });
      y--;
    }
    if (depth === 0) break;
    if (down) lines.push({ op: 'added', text: b[--y] ?? '' });
    else lines.push({ op: 'removed', text: a[--x] ?? '' });
  }
  return lines.reverse();
}

/** Numbers the lines and folds away unchanged ones that are more than `context` lines from a change. */
export function foldDiff(diff: DiffLine[], context = 3): DiffRow[] {
  let [before, after] = [0, 0];
  const lines: DiffRow[] = diff.map(({ op, text }) => ({
    kind: 'line',
    op,
    text,
    before: op === 'added' ? null : ++before,
    after: op === 'removed' ? null : ++after,
  }));
  const near = nearChange(diff, context);
  const rows: DiffRow[] = [];
  for (let at = 0; at < lines.length; at++) {
    const from = at;
    while (at < lines.length && !near[at]) at++;
    const hidden = lines.slice(from, at);
    if (hidden.length > 1) rows.push({ kind: 'fold', count: hidden.length, lines: hidden });
    else rows.push(...hidden);
    const line = lines[at];
    if (line) rows.push(line);
  }
  return rows;
}

function nearChange(diff: DiffLine[], context: number): boolean[] {
  const near = new Array<boolean>(diff.length).fill(false);
  diff.forEach(({ op }, at) => {
    if (op !== 'same') near.fill(true, Math.max(0, at - context), at + context + 1);
  });
  return near;
}

export function countChanges(diff: DiffLine[]): { added: number; removed: number } {
  return {
    added: diff.filter(({ op }) => op === 'added').length,
    removed: diff.filter(({ op }) => op === 'removed').length,
  };
}
