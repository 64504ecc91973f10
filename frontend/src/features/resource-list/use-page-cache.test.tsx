import type { ResourcePage, Row } from '@argus/sdk';
import { hashKey, QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { LiveMessage } from '@/lib/live-message';
import { usePageCache } from './use-page-cache';

const row = (uid: string, version: number) =>
  ({ cluster: 'c', uid, resourceVersion: String(version), cells: [] }) as unknown as Row;
const pageOf = (...rows: Row[]) => ({ rows, cursor: 'more' }) as unknown as ResourcePage;
const told = (type: LiveMessage['type'], object: Row) => ({ type, object }) as LiveMessage;

/** A list of pages that are answered by hand, and what is kept of it: each row with its version. */
function kept() {
  const client = new QueryClient();
  const answers: { gives: (page: ResourcePage) => void; fails: (error: Error) => void }[] = [];
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(
    () => {
      const list = useInfiniteQuery({
        queryKey: ['pods'],
        queryFn: () => new Promise<ResourcePage>((gives, fails) => answers.push({ gives, fails })),
        retry: false,
        initialPageParam: '',
        getNextPageParam: ({ cursor }: ResourcePage) => cursor,
        structuralSharing: false,
      });
      return { ...list, ...usePageCache(hashKey(['pods'])) };
    },
    { wrapper },
  );
  const answer = async (at: number, page: ResourcePage | Error) => {
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(at));
    if (page instanceof Error) answers[at]?.fails(page);
    else answers[at]?.gives(page);
    await vi.waitFor(() => expect(result.current.isReading()).toBe(false));
  };
  const rows = () =>
    client
      .getQueryData<{ pages: ResourcePage[] }>(['pods'])
      ?.pages.map(({ rows }) => rows.map(({ uid, resourceVersion }) => `${uid}${resourceVersion}`).join(' '));
  return { result, answer, rows };
}

test('what is told while the next page is on its way stays in the pages before it', async () => {
  const { result, answer, rows } = kept();
  await answer(0, pageOf(row('a', 1), row('b', 1)));
  await waitFor(() => expect(result.current.hasNextPage).toBe(true));
  act(() => void result.current.fetchNextPage());
  act(() => void result.current.apply([told('MODIFIED', row('a', 5)), told('MODIFIED', row('c', 6))]));
  expect(rows()).toEqual(['a5 b1']);
  await answer(1, pageOf(row('c', 2), row('d', 2)));
  expect(rows()).toEqual(['a5 b1', 'c6 d2']);
});

test('what is told right after a page has come, before it is drawn, does not lose the page', async () => {
  const { result, answer, rows } = kept();
  await answer(0, pageOf(row('a', 1)));
  await waitFor(() => expect(result.current.hasNextPage).toBe(true));
  act(() => void result.current.fetchNextPage());
  await act(async () => {
    await answer(1, pageOf(row('b', 2)));
    result.current.apply([told('MODIFIED', row('a', 3)), told('MODIFIED', row('b', 4))]);
  });
  expect(rows()).toEqual(['a3', 'b4']);
});

test('what was told before a reading began is not told to what it read', async () => {
  const { result, answer, rows } = kept();
  await answer(0, pageOf(row('a', 4)));
  act(() => void result.current.refetch());
  act(() => void result.current.apply([told('MODIFIED', row('a', 5))]));
  await answer(1, new Error('away'));
  act(() => void result.current.refetch());
  await answer(2, pageOf(row('a', 2)));
  expect(rows()).toEqual(['a2']);
});

test('a row that moved while pages were read stands once', async () => {
  const { result, answer, rows } = kept();
  await answer(0, pageOf(row('a', 1), row('b', 1)));
  await waitFor(() => expect(result.current.hasNextPage).toBe(true));
  act(() => void result.current.fetchNextPage());
  await answer(1, pageOf(row('a', 2), row('c', 2)));
  expect(rows()).toEqual(['a1 b1', 'c2']);
  act(() => void result.current.apply([told('MODIFIED', row('a', 2))]));
  expect(rows()).toEqual(['a2 b1', 'c2']);
});
