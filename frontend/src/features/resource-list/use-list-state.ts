'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type ListState, readState, writeState } from './list-state';

export type ListAddress = { state: ListState; change: (part: Partial<ListState>) => void };

/** The list's state, held by the address. Changing it replaces the entry in the history: "back" leaves the list. */
export function useListState(): ListAddress {
  const params = useSearchParams();
  const pathname = usePathname();
  const state = useMemo(() => readState(params), [params]);
  const change = useCallback(
    (part: Partial<ListState>) => {
      // Read anew: two changes in one tick must not undo each other.
      const now = readState(new URLSearchParams(window.location.search));
      const query = writeState({ ...now, ...part });
      window.history.replaceState(null, '', query ? `${pathname}?${query}` : pathname);
    },
    [pathname],
  );
  return { state, change };
}
