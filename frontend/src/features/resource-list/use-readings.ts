import type { ResourcePage } from '@argus/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** `full`: all pages are read, not only the next one. */
type Listener = {
  began?: (full: boolean) => void;
  read: (full: boolean, pages: ResourcePage[]) => void;
  failed?: (full: boolean, error: Error) => void;
};

/**
 * Hears of each reading of a list, whoever asked for it. `hash` is that of its query's key. Of the reading that is under
 * way when the list is first shown it hears the end only.
 */
export function useReadings(hash: string, listener: Listener): void {
  const client = useQueryClient();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ type, query, ...event }) => {
        if (type !== 'updated' || query.queryHash !== hash || !('action' in event)) return;
        const { action } = event;
        const full = !query.state.fetchMeta?.fetchMore;
        if (action.type === 'fetch') latest.current.began?.(full);
        if (action.type === 'success' && !action.manual) latest.current.read(full, query.state.data?.pages ?? []);
        if (action.type === 'error') latest.current.failed?.(full, action.error);
      }),
    [client, hash],
  );
}
