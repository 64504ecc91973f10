import type { ResourcePage } from '@argus/sdk';
import { type QueryCacheNotifyEvent, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** `full`: all pages are read, not only the next one. */
type Listener = {
  began?: (full: boolean) => void;
  /** After it waited for the network, or for the tab to be seen. */
  continued?: (full: boolean) => void;
  read: (full: boolean, pages: ResourcePage[]) => void;
  failed?: (full: boolean, error: Error) => void;
};

type QueryCacheUpdate = Extract<QueryCacheNotifyEvent, { type: 'updated' }>;

function tell({ began, continued, read, failed }: Listener, { action, query: { state } }: QueryCacheUpdate) {
  const full = !state.fetchMeta?.fetchMore;
  switch (action.type) {
    case 'fetch':
      return began?.(full);
    case 'continue':
      return continued?.(full);
    case 'success':
      return action.manual ? undefined : read(full, state.data?.pages ?? []);
    case 'error':
      return failed?.(full, action.error);
  }
}

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
      client.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.query.queryHash === hash) tell(latest.current, event);
      }),
    [client, hash],
  );
}
