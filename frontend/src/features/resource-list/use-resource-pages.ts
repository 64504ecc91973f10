'use client';

import type { ResourcePage } from '@argus/sdk';
import { listFleetResourcesInfiniteOptions, listResourcesInfiniteOptions } from '@argus/sdk/query';
import { hashKey, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Gvr } from '@/lib/place';
import { type ListState, toApiQuery } from './list-state';
import type { ListRow } from './live-rows';
import { usePageCache } from './use-page-cache';
import { useReadingOn } from './use-reading-on';

const pageSize = 200;

/** Who has read some pages goes on to read many: from then on they are as big as the server makes them. */
const smallPages = 3;
const bigPage = 1000;

const noRows: ListRow[] = [];

/** How the page after these is asked for; without a path the server's types would not take it. */
function nextPage<Path>(path: Path) {
  return ({ cursor }: ResourcePage, pages: ResourcePage[]) =>
    cursor && { path, query: { cursor, limit: pages.length < smallPages ? pageSize : bigPage } };
}

export type ResourcePages = ReturnType<typeof useResourcePages>;

/** The loaded pages of a list, of one cluster or (with null) of all; more come as the reader scrolls. */
export function useResourcePages(cluster: string | null, kind: Gvr, state: ListState) {
  const query = toApiQuery(state, pageSize);
  const path = { cluster_id: cluster ?? '', ...kind };
  const paging = {
    placeholderData: keepPreviousData,
    staleTime: 0,
    // To compare all that is loaded at each change costs more than to draw the rows that can be seen.
    structuralSharing: false,
  };
  const ofCluster = listResourcesInfiniteOptions({ path, query });
  const ofFleet = listFleetResourcesInfiniteOptions({ path: kind, query });
  const one = useInfiniteQuery({
    ...ofCluster,
    ...paging,
    initialPageParam: { path, query },
    getNextPageParam: nextPage(path),
    enabled: cluster !== null,
  });
  const all = useInfiniteQuery({
    ...ofFleet,
    ...paging,
    initialPageParam: { path: kind, query },
    getNextPageParam: nextPage(kind),
    enabled: cluster === null,
  });
  const result = cluster === null ? all : one;
  const hash = hashKey(cluster === null ? ofFleet.queryKey : ofCluster.queryKey);
  const cache = usePageCache(hash);
  const readingOn = useReadingOn(hash, result);
  const pages = result.data?.pages;
  // Not `flatMap`: with 100,000 rows that takes twenty times as long.
  const rows = useMemo(() => noRows.concat(...(pages ?? []).map((page) => page.rows)), [pages]);
  return { ...result, hash, ...cache, ...readingOn, pages, rows, last: pages?.at(-1) };
}
