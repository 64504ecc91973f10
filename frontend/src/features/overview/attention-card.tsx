import type { UnhealthyItem } from '@argus/sdk';
import { ChevronRight, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { Age } from '@/components/ui/age';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import { useCluster } from '@/lib/cluster-query';
import { kindTitle } from '@/lib/kind';
import { objectPath } from '@/lib/place';
import { formatCount } from '@/lib/quantity';
import { type Trouble, troublePath, troubles } from './attention';
import type { OverviewQuery } from './use-overview';

const perTrouble = 3;
const unfolded = 4;

function TroubleItem({ item }: { item: UnhealthyItem }) {
  const cluster = useCluster(item.cluster);
  return (
    <Link
      href={objectPath(item, item)}
      prefetch={false}
      className="flex h-7 items-center gap-3 pr-4 pl-10 text-sm hover:bg-hover focus-visible:outline-offset-[-2px]"
    >
      <span className="min-w-0 truncate">{item.name}</span>
      <span className="min-w-0 flex-1 truncate text-text-3">
        {[item.namespace, cluster?.name].filter(Boolean).join(' · ')}
      </span>
      <Age time={item.createdAt} className="tabular shrink-0 text-text-3" />
    </Link>
  );
}

function TroubleGroup({ trouble, folded }: { trouble: Trouble; folded: boolean }) {
  const shown = folded ? [] : trouble.items.slice(0, perTrouble);
  const rest = folded ? 0 : trouble.items.length - perTrouble;
  return (
    <li className="border-b py-1 last:border-b-0">
      <Link
        href={troublePath(trouble)}
        prefetch={false}
        className="group flex h-8 items-center gap-3 px-4 text-sm hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        <Status level={trouble.level} className="font-medium">
          {trouble.reason}
        </Status>
        <span className="tabular min-w-0 flex-1 truncate text-text-2">
          {formatCount(trouble.items.length)} {trouble.items.length === 1 ? trouble.kind : kindTitle(trouble)}
          {folded && <span className="text-text-3"> · {trouble.items.map(({ name }) => name).join(', ')}</span>}
        </span>
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-text-3 transition-transform group-hover:translate-x-0.5"
        />
      </Link>
      {shown.map((item) => (
        <TroubleItem key={`${item.cluster}/${item.namespace}/${item.name}`} item={item} />
      ))}
      {rest > 0 && (
        <Link
          href={troublePath(trouble)}
          prefetch={false}
          className="flex h-7 items-center pr-4 pl-10 text-sm text-text-3 hover:bg-hover hover:text-text"
        >
          {formatCount(rest)} more
        </Link>
      )}
    </li>
  );
}

/** What is unhealthy in any cluster, worst first, each a link to the list already filtered; the later ones take one line. */
export function AttentionCard({ overview }: { overview: OverviewQuery }) {
  const { data, error } = overview;
  const shown = data ? troubles(data.unhealthy) : [];
  const hidden = data ? data.unhealthyTotal - data.unhealthy.length : 0;
  return (
    <Card
      title="Needs attention"
      aside={hidden > 0 ? `the worst 50 of ${formatCount(data?.unhealthyTotal ?? 0)}` : undefined}
    >
      {error && !data && (
        <ErrorState what="what is unhealthy" error={error} onRetry={() => overview.refetch()} className="py-8" />
      )}
      {!data && !error && (
        <div className="flex flex-col gap-4 p-4">
          {['w-1/2', 'w-2/3', 'w-1/3', 'w-3/5'].map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
      )}
      {data && shown.length === 0 && (
        <EmptyState icon={CircleCheck} title="Nothing needs attention" className="py-10">
          No workload that you may see, of any cluster that answers, is failing or waiting.
        </EmptyState>
      )}
      <ul>
        {shown.map((trouble, index) => (
          <TroubleGroup key={trouble.id} trouble={trouble} folded={index >= unfolded} />
        ))}
      </ul>
    </Card>
  );
}
