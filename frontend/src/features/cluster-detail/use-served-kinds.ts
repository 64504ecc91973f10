'use client';

import { listApiResourcesOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';

/** Every kind that a cluster serves, from its discovery. */
export function useServedKinds(cluster: string) {
  return useQuery({
    ...listApiResourcesOptions({ path: { cluster_id: cluster } }),
    select: ({ items }) => items,
    staleTime: 60_000,
  });
}
