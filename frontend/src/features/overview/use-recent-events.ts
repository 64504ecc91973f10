import type { ClusterOutput } from '@argus/sdk';
import { listFleetResourcesOptions, listFleetResourcesQueryKey } from '@argus/sdk/query';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { events } from '@/lib/kind';
import { useLive } from '@/lib/live';
import { allClusters } from '@/lib/live-message';
import { toEventRow } from './event-row';

const options = {
  path: { group: events.group, version: events.version, resource: events.resource },
  query: { sort: '-Last Seen', limit: 25 },
};
const atMostEvery = 1_000;

/** The newest events of all clusters. The live stream says when to read again, at most once a second. */
export function useRecentEvents(clusters: ClusterOutput[] | undefined) {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const readSoon = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries({ queryKey: listFleetResourcesQueryKey(options) });
    }, atMostEvery);
  };
  useLive({ cluster: allClusters, resource: events.resource }, readSoon);
  return useQuery({
    ...listFleetResourcesOptions(options),
    enabled: clusters !== undefined && clusters.length > 0,
    refetchInterval: 30_000,
    select: (page) => page.rows.map((row) => toEventRow(row, page.columns)),
  });
}
