'use client';

import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { KubeObject } from '@/lib/kube-object';
import type { Gvr, ObjectPlace } from '@/lib/place';
import { ConditionTable } from './condition-table';
import { EventCard } from './event-list';
import { hasOwnFacts, KindFacts } from './kind-facts';
import { MetadataCards } from './metadata-card';
import { RelatedCards } from './related-list';
import { objectOptions } from './use-object';

type Props = { kind: Gvr; place: ObjectPlace };

/** Facts at the left, what it belongs to and what belongs to it at the right. */
export function SummaryTab({ kind, place, object }: Props & { object: KubeObject }) {
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        <KindFacts kind={kind} object={object} place={place} />
        {hasOwnFacts(kind) && <ConditionTable object={object} />}
        <EventCard kind={kind} place={place} limit={5} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <RelatedCards kind={kind} place={place} />
        <MetadataCards object={object} />
      </div>
    </div>
  );
}

/** The same in one column, for a preview beside a list. */
export function ObjectSummary({ kind, place }: Props) {
  const { data, error, isPending, refetch } = useQuery(objectOptions(kind, place));
  if (isPending) return <Skeleton className="h-40 rounded-lg" />;
  if (!data) return <ErrorState what={place.name} error={error} onRetry={refetch} className="py-6" />;
  return (
    <>
      <KindFacts kind={kind} object={data} place={place} />
      {hasOwnFacts(kind) && <ConditionTable object={data} />}
      <RelatedCards kind={kind} place={place} />
      <EventCard kind={kind} place={place} limit={5} />
      <MetadataCards object={data} />
    </>
  );
}
