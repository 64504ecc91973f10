import type { DiffLine } from '@argus/sdk';

/** A line of a diff, or a fold that stands for lines that did not change. */
export type DiffRow = { kind: 'line'; line: DiffLine } | { kind: 'fold'; lines: DiffLine[] };

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

type Reach = Map<number, number>;

/** Walks ever longer edit paths; `trace` keeps how far each diagonal had come, to read the path backwards. */
function shortest(a: string[], b: string[]): DiffLine[] {
  const reach: Reach = new Map([[1, 0]]);
  const trace: Reach[] = [];
  for (let depth = 0; depth <= a.length + b.length; depth++) {
    trace.push(new Map(reach));
    for (let k = -depth; k <= depth; k += 2) {
      const from = downwards(reach, k, depth) ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      const x = slide(a, b, from, k);
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(a, b, trace);
    }
  }
  return [];
}

function downwards(reach: Reach, k: number, depth: number): boolean {
  return k === -depth || (k !== depth && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
}

/** Follows equal lines along diagonal `k` as far as they go. */
function slide(a: string[], b: string[], from: number, k: number): number {
  let x = from;
  while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
  return x;
}

function entry(op: DiffLine['op'], text = ''): DiffLine {
  return { op, text };
}

function backtrack(a: string[], b: string[], trace: Reach[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  trace.toReversed().forEach((reach, back) => {
    const depth = trace.length - 1 - back;
    const down = downwards(reach, x - y, depth);
    const before = reach.get(down ? x - y + 1 : x - y - 1) ?? 0;
    const start = Math.max(0, down ? before : before + 1);
    for (; x > start; y--) lines.push(entry('same', a[--x]));
    const change = down ? entry('added', b[--y]) : entry('removed', a[--x]);
    if (depth > 0) lines.push(change);
  });
  return lines.reverse();
}

/** Folds away unchanged lines that are more than `context` lines from a change. */
export function foldDiff(diff: DiffLine[], context = 3): DiffRow[] {
  const near = nearChange(diff, context);
  const rows: DiffRow[] = [];
  let hidden: DiffLine[] = [];
  const flush = () => {
    if (hidden.length > 1) rows.push({ kind: 'fold', lines: hidden });
    else rows.push(...hidden.map((line): DiffRow => ({ kind: 'line', line })));
    hidden = [];
  };
  diff.forEach((line, at) => {
    if (!near[at]) {
      hidden.push(line);
      return;
    }
    flush();
    rows.push({ kind: 'line', line });
  });
  flush();
  return rows;
}

/** Between hunks the API sends `@@ -12 +12 @@`: lines left out there. */
export function isHunkMark({ op, text }: DiffLine): boolean {
  return op === 'same' && /^@@ -\d+ \+\d+ @@$/.test(text);
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
