'use client';

import type { ResourcePage } from '@argus/sdk';
import { useMemo } from 'react';
import { knownKind } from '@/lib/kind';
import { onceEach } from '@/lib/once-each';
import { type Gvr, kindKey } from '@/lib/place';
import { listColumns } from './list-column';
import { isGone } from './live-rows';
import { useClusterNames } from './use-cluster-names';
import { useColumnAddress } from './use-column-address';
import { useListState } from './use-list-state';
import { useLivePages } from './use-live-pages';
import { useResourcePages } from './use-resource-pages';

const noColumns: never[] = [];

// Asked at every change: pages that nothing happened to are not searched again.
const isNamespaced = onceEach(({ rows }: ResourcePage) => rows.some((row) => row.namespace !== ''));
const isJudged = onceEach(({ rows }: ResourcePage) => rows.some((row) => row.health.reason !== '' && !isGone(row)));

/** The order a list has until another is asked for: events are news, all else goes by name. */
function usualSort(kind: Gvr): string {
  return kind.resource === 'events' ? '-Last Seen' : '';
}

/** Everything a list shows: its address, its live pages, its columns. `held` keeps new rows back. */
export function useResourceList(cluster: string | null, kind: Gvr, held: boolean) {
  const address = useListState();
  const { state } = address;
  const clusters = useClusterNames();
  const sort = state.sort || usualSort(kind);
  const list = useResourcePages(cluster, kind, { ...state, sort });
  const live = useLivePages({ cluster, kind, state, list, held });
  const table = kindKey(kind);
  const own = list.last?.columns ?? noColumns;
  const clusterName = cluster === null ? clusters.name : null;
  const namespaced = knownKind(kind)?.namespaced ?? list.pages?.some(isNamespaced) ?? false;
  const judged = list.pages?.some(isJudged) ?? false;
  const columns = useMemo(
    () => listColumns({ kind, columns: own, namespaced, judged, clusterName }),
    [kind, own, namespaced, judged, clusterName],
  );
  useColumnAddress(table, list.last && !list.isPlaceholderData ? columns : null, address);
  return { address, sort, list, live, table, namespaced, columns, first: list.pages?.[0] };
}
