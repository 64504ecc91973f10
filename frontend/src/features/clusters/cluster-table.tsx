'use client';

import type { ClusterOutput } from '@argus/sdk';
import { Plus, Server } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useMemo, useRef, useState } from 'react';
import { ColumnChooser } from '@/components/data-table/column-chooser';
import { DataTable } from '@/components/data-table/data-table';
import { deferred } from '@/components/deferred';
import { Page } from '@/components/layout/page';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Input } from '@/components/ui/input';
import { useClusters } from '@/lib/cluster-query';
import { clusterPath } from '@/lib/place';
import { mayChange, useSession } from '@/lib/session-store';
import { useShortcut } from '@/lib/shortcut';
import { clusterColumns } from './cluster-columns';
import { ClusterMenu } from './cluster-menu';
import { arranged } from './cluster-order';

const AddCluster = deferred(() => import('./add-cluster').then((module) => module.AddCluster));
const EditCluster = deferred(() => import('./edit-cluster').then((module) => module.EditCluster));
const DeleteCluster = deferred(() => import('./delete-cluster').then((module) => module.DeleteCluster));

const keyOf = (cluster: ClusterOutput) => cluster.id;

type Open = { dialog: 'edit' | 'delete'; cluster: ClusterOutput } | null;

/** Every registered cluster, and adding, changing and removing them. The address holds filter and order. */
export function ClusterTable() {
  const router = useRouter();
  const search = useSearchParams();
  const { data, error, refetch } = useClusters();
  const [open, setOpen] = useState<Open>(null);
  const filter = useRef<HTMLInputElement>(null);
  const canAdd = useSession((state) => mayChange(state.user));
  const [q, sort] = [search.get('q') ?? '', search.get('sort')];
  const rows = useMemo(() => arranged(data?.items ?? [], q, sort), [data, q, sort]);
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    window.history.replaceState(null, '', next.size > 0 ? `?${next}` : window.location.pathname);
  };
  useShortcut('/', 'Filter', 'List', () => filter.current?.focus());
  const close = () => setOpen(null);
  const unwell = data?.items.filter((cluster) => cluster.status.phase !== 'connected').length ?? 0;
  const add = (
    <Button variant="primary" onClick={() => set('add', '1')}>
      <Plus />
      Add cluster
    </Button>
  );
  return (
    <Page
      fill
      title="Clusters"
      aside={data && `${data.items.length}${unwell > 0 ? ` · ${unwell} not connected` : ''}`}
      actions={
        <>
          <Input
            ref={filter}
            type="search"
            aria-label="Filter clusters"
            placeholder="Filter…"
            defaultValue={q}
            onChange={(event) => set('q', event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            className="max-sm:flex-1 sm:w-52"
          />
          <ColumnChooser table="clusters" columns={clusterColumns} />
          {canAdd && add}
        </>
      }
    >
      {error && !data ? (
        <ErrorState what="the clusters" error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable
          id="clusters"
          label="Clusters"
          columns={clusterColumns}
          rows={rows}
          rowKey={keyOf}
          loading={!data}
          sort={sort}
          onSort={(next) => set('sort', next)}
          onOpen={(cluster) => router.push(clusterPath(cluster.id))}
          rowMenu={(cluster) => (
            <ClusterMenu
              cluster={cluster}
              onEdit={() => setOpen({ dialog: 'edit', cluster })}
              onDelete={() => setOpen({ dialog: 'delete', cluster })}
            />
          )}
          empty={
            q ? (
              <EmptyState title={`No cluster matches “${q}”`} />
            ) : (
              <EmptyState icon={Server} title="No clusters yet" action={canAdd && add}>
                A cluster is added with a kubeconfig; Argus tries it before it keeps it.
              </EmptyState>
            )
          }
        />
      )}
      {search.get('add') && canAdd && <AddCluster onClose={() => set('add', null)} />}
      {open?.dialog === 'edit' && <EditCluster cluster={open.cluster} onClose={close} />}
      {open?.dialog === 'delete' && <DeleteCluster cluster={open.cluster} onClose={close} />}
    </Page>
  );
}
