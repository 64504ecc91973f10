'use client';

import type { ResourcePage } from '@argus/sdk';
import { listFleetResourcesInfiniteOptions, listResourcesInfiniteOptions } from '@argus/sdk/query';
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Gvr } from '@/lib/place';
import { type ListState, toApiQuery } from './list-state';
import type { ListRow } from './live-rows';

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
  const client = useQueryClient();
  const query = toApiQuery(state, pageSize);
  const path = { cluster_id: cluster ?? '', ...kind };
  const paging = {
    placeholderData: keepPreviousData,
    staleTime: 0,
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
  const key = JSON.stringify(cluster === null ? ofFleet.queryKey : ofCluster.queryKey);

  const update = useCallback(
    (change: (pages: ResourcePage[]) => ResourcePage[]) => {
      client.setQueryData<InfiniteData<ResourcePage>>(JSON.parse(key), (data) => {
        const pages = data && change(data.pages);
        return !data || !pages || pages === data.pages ? data : { ...data, pages };
      });
    },
    [client, key],
  );
  const isReading = useCallback(() => client.getQueryState(JSON.parse(key))?.fetchStatus === 'fetching', [client, key]);
  const pages = result.data?.pages;
  const rows = useMemo<ListRow[]>(() => pages?.flatMap((page) => page.rows) ?? noRows, [pages]);
  return { ...result, pages, rows, last: pages?.at(-1), update, isReading };
}
