import { describe, expect, it } from 'vitest';
import { countChanges, diffLines, foldDiff, isHunkMark } from './line-diff';

const sign = { same: ' ', added: '+', removed: '-' };
const show = (before: string, after: string) => diffLines(before, after).map(({ op, text }) => sign[op] + text);

describe('diffLines', () => {
  it('shows a changed line as removed and added', () => {
    expect(show('a\nreplicas: 2\nc', 'a\nreplicas: 5\nc')).toEqual([' a', '-replicas: 2', '+replicas: 5', ' c']);
  });

  it('finds insertions and removals apart from each other', () => {
    expect(show('a\nb\nc\nd', 'a\nc\nx\nd\ny')).toEqual([' a', '-b', ' c', '+x', ' d', '+y']);
  });

  it('has nothing to say about equal texts', () => {
    expect(countChanges(diffLines('a\nb', 'a\nb'))).toEqual({ added: 0, removed: 0 });
  });

  it('leads from one text to the other whatever they are', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 16807) % 2147483647;
      return seed % below;
    };
    for (let round = 0; round < 200; round++) {
      const text = () => Array.from({ length: random(12) }, () => 'abcd'[random(4)]).join('\n');
      const [before, after] = [text(), text()];
      const diff = diffLines(before, after);
      expect(
        diff
          .filter(({ op }) => op !== 'added')
          .map((line) => line.text)
          .join('\n'),
      ).toBe(before);
      expect(
        diff
          .filter(({ op }) => op !== 'removed')
          .map((line) => line.text)
          .join('\n'),
      ).toBe(after);
    }
  });
});

describe('foldDiff', () => {
  const before = Array.from({ length: 30 }, (_, at) => `line ${at}`);
  const after = before.with(15, 'changed');

  it('keeps three lines around a change', () => {
    const rows = foldDiff(diffLines(before.join('\n'), after.join('\n')));
    expect(rows.map((row) => (row.kind === 'fold' ? row.lines.length : row.line.op))).toEqual([
      12,
      'same',
      'same',
      'same',
      'removed',
      'added',
      'same',
      'same',
      'same',
      11,
    ]);
  });

  it('does not fold a single line away', () => {
    const rows = foldDiff(diffLines('x\n1\n2\n3\n4', 'y\n1\n2\n3\n4'));
    expect(rows.every((row) => row.kind === 'line')).toBe(true);
  });
});

it('knows the marks between hunks from lines of YAML', () => {
  expect(isHunkMark({ op: 'same', text: '@@ -12 +14 @@' })).toBe(true);
  expect(isHunkMark({ op: 'same', text: 'note: "@@ -1 +1 @@"' })).toBe(false);
});
