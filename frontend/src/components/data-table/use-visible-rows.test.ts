import { expect, test } from 'vitest';
import { type Rows, rowsToDraw } from './use-visible-rows';

const screen = 28;
const at = (start: number): Rows => ({ start, end: start + screen });

/** What is drawn frame by frame once one has scrolled there. */
function frames(now: Rows, seen: Rows, count = 10_000): Rows[] {
  const next = rowsToDraw(now, seen, count);
  return next === now ? [] : [next, ...frames(next, seen, count)];
}

function fresh(now: Rows, next: Rows): number {
  return next.end - next.start - Math.max(0, Math.min(now.end, next.end) - Math.max(now.start, next.start));
}

test('a few rows on, all are drawn at once with some beyond the edges', () => {
  const [before] = frames(at(88), at(100)).slice(-1);
  expect(before).toEqual({ start: 88, end: 140 });
  expect(frames(before as Rows, at(110))).toEqual([{ start: 96, end: 152 }]);
});

test.each([
  ['the first', { start: 0, end: 0 }, at(0)],
  ['a leap', { start: 0, end: 52 }, at(5_000)],
  ['a leap to where some are drawn', { start: 0, end: 52 }, at(60)],
  ['a leap back', { start: 5_000, end: 5_052 }, at(4_940)],
  ['to the end', { start: 0, end: 52 }, at(9_972)],
])('%s: what can be seen comes first, and never more in a frame than a screenful', (_, now, seen) => {
  let drawn = now;
  for (const next of frames(now, seen)) {
    expect(next.start).toBeLessThanOrEqual(seen.start);
    expect(next.end).toBeGreaterThanOrEqual(seen.end);
    expect(fresh(drawn, next)).toBeLessThanOrEqual(40);
    drawn = next;
  }
  expect(drawn.start).toBeLessThanOrEqual(Math.max(0, seen.start - 12));
  expect(drawn.end).toBeGreaterThanOrEqual(Math.min(10_000, seen.end + 12));
});
