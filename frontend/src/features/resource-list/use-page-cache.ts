import type { ResourcePage } from '@argus/sdk';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { LiveMessage } from '@/lib/live-message';
import { objectId } from '@/lib/place';
import { applyBatch, isRow, type LiveChange } from './live-rows';
import { withoutRepeats } from './row-index';
import { useReadings } from './use-readings';

const noPages: ResourcePage[] = [];

/** Whether pages are being read, and how a batch of the live stream gets into those that are kept. */
export type PageCache = { isReading: () => boolean; apply: (batch: LiveMessage[]) => LiveChange };

/**
 * The pages that the query with this hash of its key keeps, as the live stream changes them. What is heard while pages are being read is applied
 * to what was read too, before anybody sees it: that can be older, and the pages that stand beside a new one are those
 * of the moment when it was asked for.
 */
export function usePageCache(hash: string): PageCache {
  const client = useQueryClient();
  const heard = useRef(new Map<string, LiveMessage>());
  const last = useRef(noPages);
  const query = useCallback(() => client.getQueryCache().get<InfiniteData<ResourcePage>>(hash), [client, hash]);
  // A reading that waits for the network, or for the tab to be seen, goes on with the pages that it began with.
  const isReading = useCallback(() => (query()?.state.fetchStatus ?? 'idle') !== 'idle', [query]);

  const write = useCallback(
    (pages: ResourcePage[]) => {
      const kept = query();
      const data = kept?.state.data;
      last.current = pages;
      if (kept && data && pages !== data.pages) client.setQueryData(kept.queryKey, { ...data, pages });
    },
    [client, query],
  );
  const apply = useCallback(
    (batch: LiveMessage[]) => {
      if (isReading()) {
        for (const message of batch) if (isRow(message.object)) heard.current.set(objectId(message.object), message);
      }
      const change = applyBatch(query()?.state.data?.pages ?? noPages, batch);
      write(change.pages);
      return change;
    },
    [isReading, query, write],
  );
  useReadings(hash, {
    // What one that failed has heard is too old for the next.
    began: () => {
      heard.current.clear();
      last.current = query()?.state.data?.pages ?? noPages;
    },
    read: (full, pages) => {
      const batch = [...heard.current.values()];
      heard.current.clear();
      write(applyBatch(withoutRepeats(pages, full ? noPages : last.current), batch).pages);
    },
  });
  return { isReading, apply };
}
