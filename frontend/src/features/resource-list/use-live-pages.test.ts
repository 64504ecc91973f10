import type { ResourcePage } from '@argus/sdk';
import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { pods } from '@/lib/kind';
import type { LiveMessage } from '@/lib/live-message';
import type { ListState } from './list-state';
import { useLivePages } from './use-live-pages';
import type { ResourcePages } from './use-resource-pages';

const stream = vi.hoisted(() => ({ tell: (_: LiveMessage[]) => {} }));
vi.mock('@/lib/live', () => ({
  useLive: (_topic: unknown, onBatch: (batch: LiveMessage[]) => void) => {
    stream.tell = onBatch;
  },
}));

const row = (uid: string) => ({ uid, name: uid, namespace: 'here', resourceVersion: '7', cells: [] });
const pageOf = (...uids: string[]) => ({ rows: uids.map(row) }) as unknown as ResourcePage;
const added = (...uids: string[]) =>
  uids.map((uid) => ({ type: 'ADDED', object: row(uid) })) as unknown as LiveMessage[];

test('what is added while the list is read again is still counted, if it is not in what was read', async () => {
  let answer = (_: { data: { pages: ResourcePage[] } }) => {};
  const list = {
    pages: [pageOf('one')],
    update: vi.fn(),
    isReading: () => false,
    isFetchingNextPage: false,
    refetch: () => new Promise((resolve) => (answer = resolve)),
  } as unknown as ResourcePages;
  const state = { namespace: '' } as ListState;
  const { result } = renderHook(() => useLivePages({ cluster: 'c', kind: pods, state, list, held: true }));
  act(() => stream.tell(added('two')));
  expect(result.current.waiting).toBe(1);
  let done: Promise<void> = Promise.resolve();
  act(() => {
    done = result.current.refresh();
  });
  act(() => stream.tell(added('three', 'four')));
  await act(async () => {
    answer({ data: { pages: [pageOf('one', 'two', 'three')] } });
    await done;
  });
  expect(result.current.waiting).toBe(1);
});
