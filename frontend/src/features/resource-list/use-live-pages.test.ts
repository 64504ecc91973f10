import type { ResourcePage } from '@argus/sdk';
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pods } from '@/lib/kind';
import type { LiveMessage } from '@/lib/live-message';
import { ProblemError, problemOf } from '@/lib/problem';
import type { ListState } from './list-state';
import { applyBatch } from './live-rows';
import { useLivePages } from './use-live-pages';
import type { ResourcePages } from './use-resource-pages';

const stream = vi.hoisted(() => ({ tell: (_: LiveMessage[]) => {} }));
vi.mock('@/lib/live', () => ({
  useLive: (_topic: unknown, onBatch: (batch: LiveMessage[]) => void) => {
    stream.tell = onBatch;
  },
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const row = (uid: string) => ({ cluster: 'c', uid, cells: [], name: uid, namespace: 'here', resourceVersion: '7' });
const pageOf = (...uids: string[]) => ({ rows: uids.map(row), partial: [] }) as unknown as ResourcePage;
const told = (type: LiveMessage['type'], ...uids: string[]) =>
  uids.map((uid) => ({ type, object: row(uid) })) as unknown as LiveMessage[];
const missed = [{ type: 'RESYNC' }] as LiveMessage[];
const [state, cluster] = [{ namespace: '' } as ListState, 'c'];

/** The hook beside a list whose pages have these rows; `read` is its reading, on its way and over. */
function listOf(held: boolean, ...uids: string[][]) {
  let pages = uids.map((each) => pageOf(...each));
  let isFetching = false;
  const refetch = vi.fn();
  const apply = (batch: LiveMessage[]) => applyBatch(pages, batch);
  const isReading = () => isFetching;
  const list = () =>
    ({ pages, apply, isReading, isFetching, isFetchingNextPage: false, refetch }) as unknown as ResourcePages;
  const { result, rerender } = renderHook(() => useLivePages({ cluster, kind: pods, state, list: list(), held }));
  const read = async (ask: () => void, meanwhile: LiveMessage[], outcome: string[] | Error) => {
    let end = (_: { error: Error | null }) => {};
    refetch.mockReturnValueOnce(new Promise((resolve) => (end = resolve)));
    act(() => {
      ask();
      isFetching = true;
      rerender();
    });
    act(() => stream.tell(meanwhile));
    await act(async () => {
      if (!(outcome instanceof Error)) pages = [pageOf(...outcome)];
      isFetching = false;
      end({ error: outcome instanceof Error ? outcome : null });
      rerender();
    });
  };
  return { result, refetch, read };
}

/** In steps, between which is rendered what they changed. */
async function tenSeconds() {
  for (let step = 0; step < 40; step += 1) await act(() => vi.advanceTimersByTimeAsync(250));
}

const away = new ProblemError({ ...problemOf(null), status: 503 });

test('what is added while the list is read again is still counted, if it is not in what was read', async () => {
  const { result, read } = listOf(true, ['one']);
  act(() => stream.tell(told('ADDED', 'two')));
  expect(result.current.waiting).toBe(1);
  await read(result.current.refresh, told('ADDED', 'three', 'four'), ['one', 'two', 'three']);
  expect(result.current.waiting).toBe(1);
});

test('what came with another reading is not counted as new any more', async () => {
  const { result, read } = listOf(true, ['one']);
  act(() => stream.tell(told('ADDED', 'two', 'three')));
  await read(() => {}, [], ['one', 'two']);
  expect(result.current.waiting).toBe(1);
});

test('what was added and went again is not counted as new', () => {
  const { result } = listOf(true, ['one']);
  act(() => stream.tell(told('ADDED', 'two', 'three')));
  act(() => stream.tell(told('DELETED', 'one', 'two')));
  expect(result.current.waiting).toBe(1);
});

test.each([
  ['that is held', true, [['one']]],
  ['of many pages', false, [['one'], ['two'], ['three'], ['four']]],
])('a list %s is read again for what was missed and for nothing else', async (_name, held, pages) => {
  const { refetch } = listOf(held, ...pages);
  refetch.mockResolvedValue({ error: null });
  act(() => stream.tell([...told('ADDED', 'new'), { type: 'SYNCED' } as LiveMessage]));
  await tenSeconds();
  expect(refetch).not.toHaveBeenCalled();
  act(() => stream.tell(missed));
  await tenSeconds();
  expect(refetch).toHaveBeenCalledOnce();
});

test('a reading that failed is made up for, and forgets nothing that is new', async () => {
  const { result, refetch, read } = listOf(true, ['one']);
  act(() => stream.tell([...told('ADDED', 'two'), ...missed]));
  await read(result.current.refresh, [], away);
  expect(result.current.waiting).toBe(1);
  refetch.mockResolvedValue({ error: null });
  await tenSeconds();
  expect(refetch).toHaveBeenCalledTimes(2);
});

test('a reading that is refused is not asked for again', async () => {
  const { result, refetch, read } = listOf(true, ['one']);
  await read(result.current.refresh, [], new ProblemError({ ...problemOf(null), status: 403 }));
  await tenSeconds();
  expect(refetch).toHaveBeenCalledOnce();
});

test('a reading that goes on failing is tried ever less often', async () => {
  const { refetch } = listOf(false, ['one']);
  refetch.mockResolvedValue({ error: away });
  act(() => stream.tell(missed));
  await tenSeconds();
  expect(refetch).toHaveBeenCalledTimes(3);
  await tenSeconds();
  expect(refetch).toHaveBeenCalledTimes(4);
});
