'use client';

import type { EventOutput } from '@argus/sdk';
import { listResourceEventsOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import { Age } from '@/components/ui/age';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import type { Gvr, ObjectPlace } from '@/lib/place';

function EventItem({ event }: { event: EventOutput }) {
  return (
    <li className="flex flex-col gap-0.5 px-4 py-2 text-sm">
      <div className="flex items-center gap-3">
        <Status level={event.type === 'Warning' ? 'warn' : 'idle'} className="min-w-0 flex-1">
          {event.reason}
        </Status>
        {event.count > 1 && <span className="tabular shrink-0 text-text-3 text-xs">{event.count} times</span>}
        <Age time={event.lastSeen} className="tabular shrink-0 text-text-3" />
      </div>
      <p className="wrap-anywhere pl-5 text-text-2">{event.message}</p>
      {event.source && <p className="pl-5 text-text-3 text-xs">{event.source}</p>}
    </li>
  );
}

/** The cluster's events about one object, newest first. `limit` for a short look. */
export function EventCard({ kind, place, limit = 200 }: { kind: Gvr; place: ObjectPlace; limit?: number }) {
  const path = { cluster_id: place.cluster, ...kind, name: place.name };
  const query = place.namespace ? { namespace: place.namespace } : undefined;
  const { data, error, isPending, refetch } = useQuery({
    ...listResourceEventsOptions({ path, query }),
    refetchInterval: 5_000,
  });
  if (isPending) return <Skeleton className="h-24 rounded-lg" />;
  if (!data) return <ErrorState what="events" error={error} onRetry={refetch} className="py-6" />;
  return (
    <Card title="Events" aside={data.items.length || undefined}>
      {data.items.length === 0 ? (
        <p className="px-4 py-3 text-sm text-text-3">No events; the cluster keeps them for about an hour.</p>
      ) : (
        <ul className="divide-y">
          {data.items.slice(0, limit).map((event) => (
            <EventItem key={event.uid} event={event} />
          ))}
        </ul>
      )}
    </Card>
  );
}
