'use client';

import { Plus, Server } from 'lucide-react';
import Link from 'next/link';
import { Page } from '@/components/layout/page';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { useClusters } from '@/lib/cluster-query';
import { formatCount } from '@/lib/quantity';
import { AttentionCard } from './attention-card';
import { ClusterCards } from './cluster-cards';
import { EventsCard } from './events-card';
import { SandboxCard } from './sandbox-card';
import { TotalsCard } from './totals-card';
import { useOverview, useSandbox } from './use-overview';

/** The fleet at a glance: is it well, what changed, what can be done. */
export function Overview() {
  const clusters = useClusters();
  const overview = useOverview();
  const building = useSandbox().data?.active;
  const count = clusters.data?.items.length;
  if (clusters.error && !clusters.data)
    return <ErrorState what="the overview" error={clusters.error} onRetry={() => clusters.refetch()} />;
  const unhealthy = overview.data?.unhealthyTotal;
  const aside = [
    count !== undefined && `${count} ${count === 1 ? 'cluster' : 'clusters'}`,
    unhealthy !== undefined && `${formatCount(unhealthy)} unhealthy`,
  ].filter(Boolean);
  return (
    <Page title="Overview" aside={count === 0 ? null : aside.join(' · ')}>
      <div className="flex flex-col gap-4">
        <SandboxCard />
        {count === 0 && !building && <NoClusters />}
        {count !== 0 && (
          <>
            <ClusterCards clusters={clusters.data?.items} />
            <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(320px,400px)]">
              <AttentionCard overview={overview} />
              <TotalsCard overview={overview} />
            </div>
            <EventsCard clusters={clusters.data?.items} />
          </>
        )}
      </div>
    </Page>
  );
}

function NoClusters() {
  return (
    <EmptyState
      icon={Server}
      title="No clusters yet"
      action={
        <Button asChild variant="primary">
          <Link href="/clusters?add=1">
            <Plus />
            Add a cluster
          </Link>
        </Button>
      }
      className="rounded-lg border bg-surface"
    >
      Argus shows what it may read with a kubeconfig. Paste one, and its workloads appear here within seconds.
    </EmptyState>
  );
}
