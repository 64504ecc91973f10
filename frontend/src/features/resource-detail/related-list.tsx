'use client';

import type { RelatedObject } from '@argus/sdk';
import { listRelatedResourcesOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import { toLevel } from '@/lib/level';
import type { Gvr, ObjectPlace } from '@/lib/place';
import { ObjectLink } from './object-link';

type Props = { kind: Gvr; place: ObjectPlace };

export function useRelated(kind: Gvr, place: ObjectPlace) {
  const path = { cluster_id: place.cluster, ...kind, name: place.name };
  const query = place.namespace ? { namespace: place.namespace } : undefined;
  return useQuery({ ...listRelatedResourcesOptions({ path, query }), refetchInterval: 10_000 });
}

function RelatedCard({ title, items, cluster }: { title: string; items: RelatedObject[]; cluster: string }) {
  if (items.length === 0) return null;
  return (
    <Card title={title} aside={items.length}>
      <ul className="max-h-96 divide-y overflow-y-auto">
        {items.map((item) => (
          <li
            key={`${item.group}/${item.kind}/${item.namespace}/${item.name}`}
            className="flex items-center gap-3 px-4 py-1.5 text-sm"
          >
            <div className="min-w-0 flex-1">
              <div className="truncate">
                <ObjectLink kind={item} place={{ cluster, namespace: item.namespace, name: item.name }} />
              </div>
              {title !== 'Pods' && <div className="truncate text-text-3 text-xs">{item.kind}</div>}
            </div>
            {item.reason && <Status level={toLevel(item.level)}>{item.reason}</Status>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What an object belongs to, what belongs to it, and the pods it selects. */
export function RelatedCards({ kind, place, none }: Props & { none?: string }) {
  const { data, error, isPending, refetch } = useRelated(kind, place);
  if (isPending) return <Skeleton className="h-24 rounded-lg" />;
  if (!data) return <ErrorState what="related objects" error={error} onRetry={refetch} className="py-6" />;
  const owned = data.owned.filter(({ kind }) => kind !== 'Pod' || data.pods.length === 0);
  const empty = data.owners.length + owned.length + data.pods.length === 0;
  return (
    <>
      <RelatedCard title="Owned by" items={data.owners} cluster={place.cluster} />
      <RelatedCard title="Pods" items={data.pods} cluster={place.cluster} />
      <RelatedCard title="Owns" items={owned} cluster={place.cluster} />
      {empty && none && <p className="py-10 text-center text-sm text-text-3">{none}</p>}
    </>
  );
}
