'use client';

import type { ResourcePage } from '@argus/sdk';
import { listFleetResourcesInfiniteOptions, listResourcesInfiniteOptions } from '@argus/sdk/query';
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Gvr } from '@/lib/place';
import { type ListState, toApiQuery } from './list-state';
import type { ListRow } from './live-rows';
import { usePageCache } from './use-page-cache';

const pageSize = 200;

/** Who has read some pages goes on to read many: from then on they are as big as the server makes them. */
const smallPages = 3;
const bigPage = 1000;

const noRows: ListRow[] = [];

/** While a cluster is away the live stream is silent, also about its return: ask now and then. */
const whileBehind = 4_000;

function isBehind(data: InfiniteData<ResourcePage> | undefined): boolean {
  const [first] = data?.pages ?? [];
  return first !== undefined && (first.stale || first.partial.some(({ state }) => state === 'unavailable'));
}

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
    refetchInterval: (query: { state: { data?: InfiniteData<ResourcePage> } }) =>
      isBehind(query.state.data) ? whileBehind : (false as const),
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
  const cache = usePageCache(cluster === null ? ofFleet.queryKey : ofCluster.queryKey);
  const pages = result.data?.pages;
  // Not `flatMap`: with 100,000 rows that takes twenty times as long.
  const rows = useMemo(() => noRows.concat(...(pages ?? []).map((page) => page.rows)), [pages]);
  return { ...result, ...cache, pages, rows, last: pages?.at(-1) };
}
