import type { ResourcePage } from '@argus/sdk';
import { hashKey, type InfiniteData, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { LiveMessage } from '@/lib/live-message';
import { applyBatch, isRow, type LiveChange } from './live-rows';

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
  const kept = useCallback(() => client.getQueryCache().get<InfiniteData<ResourcePage>>(hash), [client, hash]);
  const isReading = useCallback(() => kept()?.state.fetchStatus === 'fetching', [kept]);

  const change = useCallback(
    (batch: LiveMessage[]) => {
      const query = kept();
      const data = query?.state.data;
      const change = applyBatch(data?.pages ?? [], batch);
      if (query && data && change.pages !== data.pages) {
        client.setQueryData(query.queryKey, { ...data, pages: change.pages });
      }
      return change;
    },
    [client, kept],
  );
  const apply = useCallback(
    (batch: LiveMessage[]) => {
      if (isReading()) {
        for (const message of batch) if (isRow(message.object)) heard.current.set(message.object.uid, message);
      }
      return change(batch);
    },
    [isReading, change],
  );
  useEffect(() => {
    const stop = client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.query.queryHash !== hash) return;
      if (event.action.type !== 'success' || event.action.manual) return;
      const batch = [...heard.current.values()];
      heard.current.clear();
      change(batch);
    });
    return () => {
      stop();
      heard.current.clear();
    };
  }, [client, hash, change]);
  return { isReading, apply };
}
