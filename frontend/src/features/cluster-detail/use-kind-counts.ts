'use client';

import type { ResourcePage } from '@argus/sdk';
import { listResourcesOptions } from '@argus/sdk/query';
import { useQueries } from '@tanstack/react-query';
import type { KnownKind } from '@/lib/kind';
import { mayList, useSession } from '@/lib/session-store';

/** `hidden`: the user may not list the kind here, so nobody asked. */
export type KindCount = { page: ResourcePage | undefined; error: unknown; hidden: boolean };

/** How many there are of each kind, and the worst of them. Each kind is watched from then on, so it costs once. */
export function useKindCounts(cluster: string, kinds: KnownKind[], worst = 1): KindCount[] {
  const user = useSession((state) => state.user);
  const shown = kinds.map((kind) => mayList(user, kind, cluster));
  return useQueries({
    queries: kinds.map(({ group, version, resource }, at) => ({
      ...listResourcesOptions({
        path: { cluster_id: cluster, group, version, resource },
        query: { sort: '-health', limit: worst },
      }),
      enabled: shown[at],
      refetchInterval: 10_000,
      retry: false,
    })),
    combine: (results) =>
      results.map(({ data, error }, at) => ({ page: data, error, hidden: user !== null && !shown[at] })),
  });
}
