import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useReadingOn } from './use-reading-on';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const reading = (failed: boolean) => ({
  hasNextPage: true,
  isFetching: false,
  fetchNextPage: vi.fn(async () => ({ isFetchNextPageError: failed })),
});

test('a next page that cannot be read is asked for again after a while, not at once', async () => {
  const list = reading(true);
  const { result } = renderHook(() => useReadingOn('pods', list));
  await act(async () => result.current.readOn?.());
  expect(result.current).toEqual({ readOn: undefined, refused: true });
  await act(() => vi.advanceTimersByTimeAsync(4_000));
  expect(result.current.refused).toBe(false);
  await act(async () => result.current.readOn?.());
  expect(list.fetchNextPage).toHaveBeenCalledTimes(2);
});

test('it is asked for while nothing else is read, and breaks off no other reading', async () => {
  const list = reading(false);
  const { result, rerender } = renderHook((isFetching: boolean) => useReadingOn('pods', { ...list, isFetching }), {
    initialProps: true,
  });
  expect(result.current.readOn).toBeUndefined();
  rerender(false);
  await act(async () => result.current.readOn?.());
  expect(list.fetchNextPage).toHaveBeenCalledExactlyOnceWith({ cancelRefetch: false });
  expect(result.current.refused).toBe(false);
});

test('another list does not wait for what one could not read', async () => {
  const list = reading(true);
  const { result, rerender } = renderHook((name: string) => useReadingOn(name, list), { initialProps: 'pods' });
  await act(async () => result.current.readOn?.());
  rerender('nodes');
  expect(result.current.refused).toBe(false);
  expect(result.current.readOn).toBeDefined();
});
