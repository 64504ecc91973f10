import type { ResourcePage } from '@argus/sdk';
import { hashKey, type InfiniteData, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { LiveMessage } from '@/lib/live-message';
import { objectId } from '@/lib/place';
import { applyBatch, isRow, type LiveChange, withoutRepeats } from './live-rows';

/** Whether pages are being read, and how a batch of the live stream gets into those that are kept. */
export type PageCache = { isReading: () => boolean; apply: (batch: LiveMessage[]) => LiveChange };

/**
 * The pages that a query keeps, as the live stream changes them. What is heard while pages are being read is applied
 * to what was read too, before anybody sees it: that can be older, and the pages that stand beside a new one are those
 * of the moment when it was asked for.
 */
export function usePageCache(key: QueryKey): PageCache {
  const client = useQueryClient();
  const hash = hashKey(key);
  const heard = useRef(new Map<string, LiveMessage>());
  const query = useCallback(() => client.getQueryCache().get<InfiniteData<ResourcePage>>(hash), [client, hash]);
  // A reading that waits for the network, or for the tab to be seen, goes on with the pages that it began with.
  const isReading = useCallback(() => (query()?.state.fetchStatus ?? 'idle') !== 'idle', [query]);

  const update = useCallback(
    (batch: LiveMessage[], read: (pages: ResourcePage[]) => ResourcePage[]) => {
      const kept = query();
      const data = kept?.state.data;
      const change = applyBatch(read(data?.pages ?? []), batch);
      if (kept && data && change.pages !== data.pages) {
        client.setQueryData(kept.queryKey, { ...data, pages: change.pages });
      }
      return change;
    },
    [client, query],
  );
  const apply = useCallback(
    (batch: LiveMessage[]) => {
      if (isReading()) {
        for (const message of batch) if (isRow(message.object)) heard.current.set(objectId(message.object), message);
      }
      return update(batch, (pages) => pages);
    },
    [isReading, update],
  );
  useEffect(() => {
    const stop = client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.query.queryHash !== hash) return;
      const { action } = event;
      if (action.type === 'success' && !action.manual) update([...heard.current.values()], withoutRepeats);
      // A reading that failed leaves what it heard: it is too old for the next one.
      if (action.type === 'fetch' || (action.type === 'success' && !action.manual)) heard.current.clear();
    });
    return () => {
      stop();
      heard.current.clear();
    };
  }, [client, hash, update]);
  return { isReading, apply };
}
