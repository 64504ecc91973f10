'use client';

import { listResourcesOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { toEventRow } from '@/features/overview/event-row';
import { EventLine } from '@/features/overview/events-card';
import { events } from '@/lib/kind';
import { listPath } from '@/lib/place';

const { group, version, resource } = events;

/** The newest events of one cluster. */
export function ClusterEvents({ cluster, limit }: { cluster: string; limit: number }) {
  const path = { cluster_id: cluster, group, version, resource };
  const { data, error, refetch } = useQuery({
    ...listResourcesOptions({ path, query: { sort: '-Last Seen', limit } }),
    refetchInterval: 3_000,
    select: (page) => page.rows.map((row) => toEventRow(row, page.columns)),
  });
  const all = (
    <Link href={listPath(cluster, events, { sort: '-Last Seen' })} prefetch={false} className="hover:text-text">
      All events
    </Link>
  );
  return (
    <Card title="Recent events" aside={all}>
      {error && !data && <ErrorState what="events" error={error} onRetry={refetch} className="py-8" />}
      {!data && !error && <Skeleton className="m-4 w-2/3" />}
      {data?.length === 0 && (
        <EmptyState title="No events" className="py-10">
          Kubernetes keeps events for an hour; nothing has happened since.
        </EmptyState>
      )}
      <ul>
        {data?.map((event) => (
          <EventLine key={event.uid} event={event} />
        ))}
      </ul>
    </Card>
  );
}
