import { expect, test } from 'vitest';
import { pauseOf, reread, type Step, unread } from './rereading';

const after = (...steps: Step[]) => steps.reduce(reread, unread);
const change: Step = { type: 'asked', due: { within: 2500, always: false } };
const news: Step = { type: 'asked', due: { within: 250, always: false } };
const missed: Step = { type: 'asked', due: { within: 250, always: true } };
const began: Step = { type: 'began', at: 1000 };

test('what is asked for soonest counts, and what nothing may hold back is not held', () => {
  expect(pauseOf(after(change), false, null)).toBe(2500);
  expect(pauseOf(after(change, news, change), false, null)).toBe(250);
  expect(pauseOf(after(news), true, null)).toBeNull();
  expect(pauseOf(after(news, missed, change), true, null)).toBe(250);
});

test('a list that nothing happens to is read only where it is polled, and not while it is held', () => {
  expect(pauseOf(unread, false, null)).toBeNull();
  expect(pauseOf(unread, false, 4000)).toBe(4000);
  expect(pauseOf(unread, true, 4000)).toBeNull();
});

test('what was asked before a reading began is in it, what was asked meanwhile is not', () => {
  expect(after(missed, began, { type: 'read', at: 1100 }).due).toBeNull();
  expect(after(news, began, change, { type: 'read', at: 1100 }).due).toEqual({ within: 2500, always: false });
});

test('the next reading waits for as long as the last one took', () => {
  expect(pauseOf(after(began, { type: 'read', at: 9_000 }, missed), true, null)).toBe(8_000);
});

test('not for how long it waited for the network, and not for ever', () => {
  const waited = after(began, { type: 'continued', at: 900_000 }, { type: 'read', at: 901_000 }, missed);
  expect(pauseOf(waited, true, null)).toBe(1_000);
  expect(pauseOf(after(began, { type: 'read', at: 900_000 }, missed), true, null)).toBe(20_000);
});

test('a reading that failed is due again as it was, ever later, until one succeeds or who failed answers', () => {
  const failed: Step = { type: 'failed' };
  const once = after(missed, began, failed);
  expect(once.due).toEqual({ within: 250, always: true });
  expect(pauseOf(once, true, null)).toBe(2500);
  const often = Array.from({ length: 9 }, () => [began, failed])
    .flat()
    .reduce(reread, once);
  expect(pauseOf(often, true, null)).toBe(60_000);
  expect(pauseOf(reread(often, { type: 'answers' }), true, null)).toBe(250);
  expect(after(missed, began, failed, began, { type: 'read', at: 1200 })).toMatchObject({ due: null, failures: 0 });
});

test('a reading that nobody had asked for and that failed leaves a list that may not be true', () => {
  expect(after(began, { type: 'failed' }).due).toEqual({ within: 2500, always: true });
  expect(after(began, { type: 'refused' }).due).toBeNull();
});
