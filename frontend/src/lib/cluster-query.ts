import type { ClusterOutput } from '@argus/sdk';
import { listClustersOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
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
