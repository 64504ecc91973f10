import type { ClusterOutput } from '@argus/sdk';
import { listClustersOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Level } from '@/lib/level';

/** Every cluster the user may see, asked again every ten seconds so that health is current. */
export function useClusters() {
  return useQuery({ ...listClustersOptions(), refetchInterval: 10_000 });
}

/** One cluster out of that list; undefined while it loads or where there is none. */
export function useCluster(id: string | null): ClusterOutput | undefined {
  const { data } = useClusters();
  return data?.items.find((cluster) => cluster.id === id);
}

/** Calls `run` when a cluster, or with null any of them, goes away or comes back. */
export function useHealthChange(cluster: string | null, run: () => void) {
  const { data } = useClusters();
  const concerned = data?.items.filter(({ id }) => cluster === null || id === cluster);
  const phases = concerned?.map(({ id, status }) => `${id} ${status.phase}`).join();
  const seen = useRef(phases);
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (seen.current !== undefined && phases !== seen.current) latest.current();
    seen.current = phases;
  }, [phases]);
}

const levels: Record<ClusterOutput['status']['phase'], Level> = {
  pending: 'info',
  connected: 'ok',
  degraded: 'warn',
  unreachable: 'bad',
  unauthorized: 'bad',
};

const words: Record<ClusterOutput['status']['phase'], string> = {
  pending: 'Connecting',
  connected: 'Connected',
  degraded: 'Degraded',
  unreachable: 'Unreachable',
  unauthorized: 'Unauthorized',
};

/** A cluster's phase as a level and a word. */
export function clusterHealth(cluster: Pick<ClusterOutput, 'status'>): { level: Level; word: string } {
  return { level: levels[cluster.status.phase], word: words[cluster.status.phase] };
}
