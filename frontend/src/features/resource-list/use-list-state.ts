'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type ListState, readState, writeState } from './list-state';

export type ListAddress = { state: ListState; change: (part: Partial<ListState>) => void };

/** Whether "back" should undo a change: another view is one, the next letters of a text or other columns are not. */
function isAnotherView(before: ListState, after: ListState): boolean {
  if (writeState({ ...after, q: before.q, columns: before.columns }) !== writeState(before)) return true;
  return (before.q === '') !== (after.q === '');
}

/** The list's state, held by the address. "Back" goes through the views of the list before it leaves the list. */
export function useListState(): ListAddress {
  const params = useSearchParams();
  const pathname = usePathname();
  const state = useMemo(() => readState(params), [params]);
  const change = useCallback(
    (part: Partial<ListState>) => {
      // Read anew: two changes in one tick must not undo each other.
      const now = readState(new URLSearchParams(window.location.search));
      const next = { ...now, ...part };
      const query = writeState(next);
      if (query === writeState(now)) return;
      const address = query ? `${pathname}?${query}` : pathname;
      if (isAnotherView(now, next)) window.history.pushState(null, '', address);
      else window.history.replaceState(null, '', address);
    },
    [pathname],
  );
  return { state, change };
}
