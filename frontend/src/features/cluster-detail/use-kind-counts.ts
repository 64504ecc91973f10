'use client';

import type { ResourcePage } from '@argus/sdk';
import { listResourcesOptions } from '@argus/sdk/query';
import { useQueries } from '@tanstack/react-query';
import type { Gvr } from '@/lib/place';

export type KindCount = { page: ResourcePage | undefined; error: unknown };

/** How many there are of each kind, and the worst of them. Each kind is watched from then on, so it costs once. */
export function useKindCounts(cluster: string, kinds: Gvr[], worst = 1): KindCount[] {
  return useQueries({
    queries: kinds.map(({ group, version, resource }) => ({
      ...listResourcesOptions({
        path: { cluster_id: cluster, group, version, resource },
        query: { sort: '-health', limit: worst },
      }),
      refetchInterval: 10_000,
      retry: false,
    })),
    combine: (results) => results.map(({ data, error }) => ({ page: data, error })),
  });
}
