'use client';

import { ChevronsUpDown, Globe } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { StatusIcon } from '@/components/ui/status';
import { cn } from '@/lib/class-name';
import { clusterHealth, useCluster, useClusters } from '@/lib/cluster-query';
import { useGo } from '@/lib/leave';
import { switchedPath, useScope } from '@/lib/scope';
import { useUi } from '@/lib/ui-store';
import { Picker } from './picker';

const all = '*';

/** Chooses the cluster in scope, or all of them; the kind that is open stays open. */
export function ClusterSwitcher({ className }: { className?: string }) {
  const go = useGo();
  const search = useSearchParams();
  const { place, cluster } = useScope();
  const { data } = useClusters();
  const shown = useCluster(cluster);
  const setLastCluster = useUi((state) => state.setLastCluster);
  const options = (data?.items ?? []).map((one) => ({
    id: one.id,
    label: one.name,
    icon: <StatusIcon level={clusterHealth(one).level} />,
  }));
  const choose = (id: string) => {
    if (id !== all) setLastCluster(id);
    go(switchedPath(place, id === all ? null : id, search.get('namespace')));
  };
  return (
    <Picker
      label="Cluster"
      options={[{ id: all, label: 'All clusters', icon: <Globe className="size-3.5 text-text-3" /> }, ...options]}
      value={cluster ?? all}
      onChoose={choose}
      className={cn('w-full', className)}
    >
      {shown ? (
        <StatusIcon level={clusterHealth(shown).level} />
      ) : (
        <Globe aria-hidden className="size-3.5 text-text-3" />
      )}
      <span className="min-w-0 flex-1 truncate text-left font-medium">{shown?.name ?? 'All clusters'}</span>
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-text-3" />
    </Picker>
  );
}
