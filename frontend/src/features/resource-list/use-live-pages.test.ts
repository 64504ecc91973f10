import type { ResourcePage } from '@argus/sdk';
import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { pods } from '@/lib/kind';
import type { LiveMessage } from '@/lib/live-message';
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

const row = (uid: string) => ({ uid, cells: [], name: uid, namespace: 'here', resourceVersion: '7' });
const pageOf = (...uids: string[]) => ({ rows: uids.map(row) }) as unknown as ResourcePage;
const told = (type: LiveMessage['type'], ...uids: string[]) =>
  uids.map((uid) => ({ type, object: row(uid) })) as unknown as LiveMessage[];

/** The hook beside a list that is held, and what answers its reading. */
function held(...uids: string[]) {
  const pages = [pageOf(...uids)];
  let answer = (_: { data: { pages: ResourcePage[] } }) => {};
  const list = {
    pages,
    apply: (batch: LiveMessage[]) => applyBatch(pages, batch),
    isReading: () => false,
    isFetchingNextPage: false,
    refetch: () => new Promise((resolve) => (answer = resolve)),
  } as unknown as ResourcePages;
  const state = { namespace: '' } as ListState;
  const { result } = renderHook(() => useLivePages({ cluster: 'c', kind: pods, state, list, held: true }));
  return { result, answer: (...uids: string[]) => answer({ data: { pages: [pageOf(...uids)] } }) };
}

test('what is added while the list is read again is still counted, if it is not in what was read', async () => {
  const { result, answer } = held('one');
  act(() => stream.tell(told('ADDED', 'two')));
  expect(result.current.waiting).toBe(1);
  let done: Promise<void> = Promise.resolve();
  act(() => {
    done = result.current.refresh();
  });
  act(() => stream.tell(told('ADDED', 'three', 'four')));
  await act(async () => {
    answer('one', 'two', 'three');
    await done;
  });
  expect(result.current.waiting).toBe(1);
});

test('what was added and went again is not counted as new', () => {
  const { result } = held('one');
  act(() => stream.tell(told('ADDED', 'two', 'three')));
  act(() => stream.tell(told('DELETED', 'one', 'two')));
  expect(result.current.waiting).toBe(1);
});
