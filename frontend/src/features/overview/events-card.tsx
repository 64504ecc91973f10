import type { ClusterOutput } from '@argus/sdk';
import Link from 'next/link';
import { Age } from '@/components/ui/age';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import { events } from '@/lib/kind';
import { listPath, objectId } from '@/lib/place';
import type { EventRow } from './event-row';
import { useRecentEvents } from './use-recent-events';

/** One event: what, about which object, in the cluster's own words. */
export function EventLine({ event, cluster }: { event: EventRow; cluster?: string }) {
  return (
    <li className="grid min-h-(--row) grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b px-4 py-1.5 text-sm last:border-b-0 hover:bg-hover md:grid-cols-[minmax(140px,1fr)_minmax(160px,2.4fr)_minmax(0,2.8fr)_40px] md:py-0">
      <Status level={event.level}>{event.reason}</Status>
      <span className="min-w-0 truncate max-md:order-3 max-md:col-span-2">
        {event.href ? (
          <Link href={event.href} prefetch={false} className="hover:text-accent hover:underline">
            {event.object}
          </Link>
        ) : (
          event.object
        )}
        <span className="text-text-3"> {[event.namespace, cluster].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="min-w-0 truncate text-text-2 max-md:order-4 max-md:col-span-2" title={event.message}>
        {event.message}
      </span>
      <Age time={event.lastSeen} className="tabular text-right text-text-3 max-md:order-2" />
    </li>
  );
}

/** The newest events of all clusters, live. */
export function EventsCard({ clusters }: { clusters: ClusterOutput[] | undefined }) {
  const { data, error, refetch } = useRecentEvents(clusters);
  const names = new Map(clusters?.map((cluster) => [cluster.id, cluster.name]));
  const all = (
    <Link href={listPath(null, events, { sort: '-Last Seen' })} prefetch={false} className="hover:text-text">
      All events
    </Link>
  );
  return (
    <Card title="Recent events" aside={all}>
      {error && !data && <ErrorState what="recent events" error={error} onRetry={() => refetch()} className="py-8" />}
      {!data && !error && (
        <div className="flex flex-col gap-4 p-4">
          {['w-3/4', 'w-2/3', 'w-4/5', 'w-1/2', 'w-3/5'].map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
      )}
      {data?.length === 0 && (
        <EmptyState title="No events" className="py-10">
          Kubernetes keeps events for an hour; nothing has happened since.
        </EmptyState>
      )}
      <ul>
        {data?.map((event) => (
          <EventLine key={objectId(event)} event={event} cluster={names.get(event.cluster) ?? event.cluster} />
        ))}
      </ul>
    </Card>
  );
}
