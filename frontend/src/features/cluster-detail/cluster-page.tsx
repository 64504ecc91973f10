'use client';

import type { ClusterOutput } from '@argus/sdk';
import { getClusterOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { Page } from '@/components/layout/page';
import { ErrorState } from '@/components/ui/error-state';
import { StaleBanner } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import { tabListLook, tabLook } from '@/components/ui/tabs';
import { cn } from '@/lib/class-name';
import { clusterHealth } from '@/lib/cluster-query';
import { clusterPath } from '@/lib/place';
import { ClusterEvents } from './cluster-events';
import { ClusterOverview } from './cluster-overview';
import { CustomResources } from './custom-resources';
import { CountedGrid } from './kind-grid';
import { clusterTabs, kindsOf } from './kind-tabs';
import { useServedKinds } from './use-served-kinds';

function ClusterTabs({ cluster, active }: { cluster: string; active: string }) {
  return (
    <nav aria-label="Parts of this cluster" className={cn(tabListLook, 'mb-4')}>
      {clusterTabs.map(({ id, title }) => (
        <Link
          key={id}
          prefetch={false}
          href={id === 'overview' ? clusterPath(cluster) : `${clusterPath(cluster)}?tab=${id}`}
          aria-current={id === active ? 'page' : undefined}
          data-state={id === active ? 'active' : 'inactive'}
          className={tabLook}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}

function TabBody({ tab, cluster }: { tab: string; cluster: ClusterOutput }) {
  const served = useServedKinds(cluster.id);
  if (tab === 'overview') return <ClusterOverview cluster={cluster} />;
  if (tab === 'events') return <ClusterEvents cluster={cluster.id} limit={200} />;
  if (tab === 'custom') return <CustomResources cluster={cluster.id} />;
  return <CountedGrid key={tab} cluster={cluster.id} kinds={kindsOf(tab, served.data)} />;
}

/** One cluster: how it is, and the way to everything in it. */
export function ClusterPage({ id }: { id: string }) {
  const { data, error, isError, refetch } = useQuery({
    ...getClusterOptions({ path: { cluster_id: id } }),
    refetchInterval: 5_000,
  });
  const wanted = useSearchParams().get('tab');
  const tab = clusterTabs.find((one) => one.id === wanted)?.id ?? 'overview';
  if (isError && !data) return <ErrorState what="this cluster" error={error} onRetry={refetch} />;
  const health = data && clusterHealth(data);
  const away = data && data.status.phase !== 'connected' && data.status.phase !== 'pending';
  return (
    <>
      {away && <StaleBanner since={data.status.since} reason={data.status.reason} />}
      <Page
        title={data?.name ?? <Skeleton className="w-40" />}
        aside={health && <Status level={health.level}>{health.word}</Status>}
      >
        <ClusterTabs cluster={id} active={tab} />
        {data ? <TabBody tab={tab} cluster={data} /> : <Skeleton className="h-64 rounded-lg" />}
      </Page>
    </>
  );
}
