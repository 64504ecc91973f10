'use client';

import type { NodeOutput } from '@argus/sdk';
import { listNodesOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import { FactList } from '@/features/resource-detail/fact-list';
import { nodes } from '@/lib/kind';
import { listPath } from '@/lib/place';
import { formatBytes, formatCount, parseQuantity } from '@/lib/quantity';
import { mayList, useSession } from '@/lib/session-store';

function sum(items: NodeOutput[], resource: string): number {
  return items.reduce((total, { allocatable }) => total + (parseQuantity(allocatable[resource] ?? '0') ?? 0), 0);
}

function versions(items: NodeOutput[]): string {
  return [...new Set(items.map(({ version }) => version))].sort().join(', ') || '–';
}

/** What the cluster's nodes can carry together, and which of them are not well. */
export function CapacityCard({ cluster }: { cluster: string }) {
  const user = useSession((state) => state.user);
  const allowed = mayList(user, nodes, cluster);
  const { data, error, refetch } = useQuery({
    ...listNodesOptions({ path: { cluster_id: cluster } }),
    enabled: allowed,
    refetchInterval: 15_000,
  });
  const items = data?.items ?? [];
  const ready = items.filter((node) => node.ready).length;
  const cordoned = items.filter((node) => !node.schedulable).length;
  const all = (
    <Link href={listPath(cluster, nodes)} prefetch={false} className="hover:text-text">
      All nodes
    </Link>
  );
  return (
    <Card title="Nodes and capacity" aside={all}>
      {error && !data && <ErrorState what="nodes" error={error} onRetry={refetch} className="py-8" />}
      {user && !allowed && (
        <EmptyState icon={Lock} title="You may not see nodes" className="py-8">
          They belong to no namespace: that takes a role for the whole cluster.
        </EmptyState>
      )}
      {!data && !error && (allowed || !user) && <Skeleton className="m-4 w-2/3" />}
      {data && (
        <FactList
          facts={[
            {
              label: 'Ready',
              value: <Status level={ready === items.length ? 'ok' : 'bad'}>{`${ready} of ${items.length}`}</Status>,
            },
            cordoned > 0 && { label: 'Cordoned', value: <Status level="warn">{String(cordoned)}</Status> },
            { label: 'CPU', value: `${sum(items, 'cpu').toFixed(1).replace(/\.0$/, '')} cores allocatable` },
            { label: 'Memory', value: `${formatBytes(sum(items, 'memory'))} allocatable` },
            { label: 'Pods', value: `room for ${formatCount(sum(items, 'pods'))}` },
            { label: 'Kubelets', value: versions(items) },
          ]}
        />
      )}
    </Card>
  );
}
