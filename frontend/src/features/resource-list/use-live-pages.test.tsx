import type { ClusterPart, ResourcePage } from '@argus/sdk';
import { hashKey, QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pods } from '@/lib/kind';
import type { LiveMessage } from '@/lib/live-message';
import { ProblemError, problemOf } from '@/lib/problem';
import type { ListState } from './list-state';
import { useLivePages } from './use-live-pages';
import { usePageCache } from './use-page-cache';
import type { ResourcePages } from './use-resource-pages';

const stream = vi.hoisted(() => ({ tell: (_: LiveMessage[]) => {} }));
vi.mock('@/lib/live', () => ({
  useLive: (_topic: unknown, onBatch: (batch: LiveMessage[]) => void) => {
    stream.tell = onBatch;
  },
}));
vi.mock('@/lib/cluster-query', () => ({ useHealthChange: () => {} }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const row = (uid: string) => ({ cluster: 'c', uid, cells: [], name: uid, namespace: 'here', resourceVersion: '7' });
const pageOf = (...uids: string[]) => ({ rows: uids.map(row), partial: [], cursor: 'more' }) as unknown as ResourcePage;
const told = (type: LiveMessage['type'], ...uids: string[]) =>
  uids.map((uid) => ({ type, cluster: 'c', object: row(uid) })) as unknown as LiveMessage[];
const missed = [{ type: 'RESYNC', cluster: 'c' }] as LiveMessage[];
const returned = [{ type: 'SYNCED', cluster: 'c' }] as LiveMessage[];
const failing = (status: number) => new ProblemError({ ...problemOf(null), status });
const state = { namespace: '' } as ListState;

/** In steps, between which is rendered what they changed. */
async function pass(seconds: number) {
  for (let step = 0; step < seconds * 10; step += 1) await act(() => vi.advanceTimersByTimeAsync(100));
}

/** The hook beside a list of one page with these rows, or of more; `answer` is what its next readings give. */
async function listOf(held: boolean, first: ResourcePage, more = 0) {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const read = vi.fn(async (): Promise<ResourcePage> => first);
  const { result } = renderHook(
    () => {
      const query = useInfiniteQuery({
        queryKey: ['pods'],
        queryFn: read,
        retry: false,
        initialPageParam: '',
        getNextPageParam: ({ cursor }: ResourcePage) => cursor,
        structuralSharing: false,
      });
      const hash = hashKey(['pods']);
      const list = { ...query, hash, ...usePageCache(hash), pages: query.data?.pages } as unknown as ResourcePages;
      return { ...useLivePages({ cluster: null, kind: pods, state, list, held }), list };
    },
    { wrapper },
  );
  await pass(1);
  for (let page = 0; page < more; page += 1) {
    read.mockResolvedValueOnce(pageOf(`more ${page}`));
    await act(async () => void (await result.current.list.fetchNextPage()));
  }
  read.mockClear();
  return { result, read };
}

test('what is added while the list is read again is still counted, if it is not in what was read', async () => {
  const { result, read } = await listOf(true, pageOf('one'));
  act(() => stream.tell(told('ADDED', 'two', 'of another list')));
  expect(result.current.waiting).toBe(2);
  read.mockImplementation(async () => {
    stream.tell(told('ADDED', 'three', 'four'));
    return pageOf('one', 'two', 'three');
  });
  await act(async () => void (await result.current.list.refetch()));
  expect(result.current.waiting).toBe(1);
});

test('what came with the next page is not counted as new any more', async () => {
  const { result, read } = await listOf(true, pageOf('one'));
  act(() => stream.tell(told('ADDED', 'two', 'three')));
  read.mockResolvedValueOnce(pageOf('two'));
  await act(async () => void (await result.current.list.fetchNextPage()));
  expect(result.current.waiting).toBe(1);
});

test('what was added and went again is not counted as new', async () => {
  const { result } = await listOf(true, pageOf('one'));
  act(() => stream.tell(told('ADDED', 'two', 'three')));
  act(() => stream.tell(told('DELETED', 'one', 'two')));
  expect(result.current.waiting).toBe(1);
});

test.each([
  ['that is held', true, 0],
  ['of many pages', false, 3],
])('a list %s is read again for what was missed, not for what is new', async (_name, held, more) => {
  const { read } = await listOf(held, pageOf('one'), more);
  act(() => stream.tell([...told('ADDED', 'new'), ...returned]));
  await pass(10);
  expect(read).not.toHaveBeenCalled();
  act(() => stream.tell(missed));
  await pass(10);
  expect(read).toHaveBeenCalledTimes(1 + more);
});

test('a list that nothing holds back is read again for what is new', async () => {
  const { read } = await listOf(false, pageOf('one'));
  act(() => stream.tell(told('ADDED', 'new')));
  await pass(1);
  expect(read).toHaveBeenCalledOnce();
});

test('a list that is held is read again once for each cluster that it lacks and that is back', async () => {
  const part: ClusterPart = { cluster: 'c', name: 'C', reason: '', since: null, state: 'unavailable' } as ClusterPart;
  const { read } = await listOf(true, { ...pageOf('one'), partial: [part] });
  await pass(10);
  expect(read).not.toHaveBeenCalled();
  act(() => stream.tell(returned));
  await pass(10);
  expect(read).toHaveBeenCalledOnce();
});

test('a reading that failed is made up for, and forgets nothing that is new', async () => {
  const { result, read } = await listOf(true, pageOf('one'));
  act(() => stream.tell([...told('ADDED', 'two'), ...missed]));
  read.mockRejectedValueOnce(failing(503));
  await pass(1);
  expect(result.current.list.isError).toBe(true);
  expect(result.current.waiting).toBe(1);
  await pass(3);
  expect(read).toHaveBeenCalledTimes(2);
  expect(result.current.waiting).toBe(0);
});

test('a reading that goes on failing is tried ever less often, and at once when the stream is back', async () => {
  const { read } = await listOf(false, pageOf('one'));
  read.mockRejectedValue(failing(503));
  act(() => stream.tell(missed));
  await pass(60);
  expect(read.mock.calls.length).toBeLessThan(7);
  const before = read.mock.calls.length;
  act(() => stream.tell(missed));
  await pass(1);
  expect(read).toHaveBeenCalledTimes(before + 1);
});

test('a reading that is refused is not asked for again', async () => {
  const { read } = await listOf(true, pageOf('one'));
  read.mockRejectedValue(failing(403));
  act(() => stream.tell(missed));
  await pass(10);
  expect(read).toHaveBeenCalledOnce();
});
