'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { Page } from '@/components/layout/page';
import { ErrorState } from '@/components/ui/error-state';
import { DeleteDialog } from '@/features/resource-delete/delete-dialog';
import { kindTitle, knownKind } from '@/lib/kind';
import { type Gvr, kindKey, objectPath } from '@/lib/place';
import { FilterChips } from './filter-chips';
import { listColumns } from './list-column';
import { ListEmpty } from './list-empty';
import { ListFooter } from './list-footer';
import { ListToolbar } from './list-toolbar';
import { ListTotals } from './list-totals';
import type { ListRow } from './live-rows';
import { NewRowsChip } from './new-rows-chip';
import { PartialBanner } from './partial-banner';
import { RowMenu } from './row-menu';
import { RowPreview } from './row-preview';
import { SelectionBar } from './selection-bar';
import { useClusterNames } from './use-cluster-names';
import { useColumnAddress } from './use-column-address';
import { useListState } from './use-list-state';
import { useLivePages } from './use-live-pages';
import { useResourcePages } from './use-resource-pages';

const rowKey = (row: ListRow) => row.uid || `${row.cluster}/${row.namespace}/${row.name}`;
const noColumns: never[] = [];

/** The list of one kind, in one cluster or (with null) in all of them. */
export function ResourceList({ cluster, kind }: { cluster: string | null; kind: Gvr }) {
  const router = useRouter();
  const address = useListState();
  const { state, change } = address;
  const clusters = useClusterNames();
  const list = useResourcePages(cluster, kind, state);
  const [held, setHeld] = useState(false);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [doomed, setDoomed] = useState<ListRow[]>([]);
  const [preview, setPreview] = useState<ListRow | null>(null);
  const ids = cluster === null ? clusters.ids : [cluster];
  const live = useLivePages({ clusters: ids, kind, state, list, held: held || selection.size > 0 });
  const table = kindKey(kind);
  const own = list.last?.columns ?? noColumns;
  const clusterName = cluster === null ? clusters.name : null;
  const namespaced = knownKind(kind)?.namespaced ?? list.rows.some((row) => row.namespace !== '');
  const judged = list.rows.some((row) => row.health.reason !== '');
  const columns = useMemo(
    () => listColumns({ kind, columns: own, namespaced, judged, clusterName }),
    [kind, own, namespaced, judged, clusterName],
  );
  useColumnAddress(table, columns, address);
  const rowMenu = useCallback(
    (row: ListRow) => <RowMenu kind={kind} row={row} onPreview={setPreview} onDelete={(one) => setDoomed([one])} />,
    [kind],
  );
  const selected = list.rows.filter((row) => selection.has(rowKey(row)));
  return (
    <Page
      fill
      title={kindTitle(kind)}
      aside={<ListTotals page={list.pages?.[0]} state={state} change={change} />}
      actions={
        <ListToolbar address={address} table={table} columns={columns} cluster={cluster} namespaced={namespaced} />
      }
      className="relative"
    >
      <FilterChips state={state} change={change} />
      <PartialBanner page={list.pages?.[0]} />
      {list.isError && !list.data ? (
        <ErrorState what={kindTitle(kind).toLowerCase()} error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <div className="relative flex min-h-0 flex-1 flex-col">
          <NewRowsChip count={live.waiting} onShow={live.refresh} />
          <DataTable
            id={table}
            label={kindTitle(kind)}
            columns={columns}
            rows={list.rows}
            rowKey={rowKey}
            sort={state.sort || null}
            onSort={(sort) => change({ sort: sort ?? '' })}
            selection={selection}
            onSelection={setSelection}
            onOpen={(row) => router.push(objectPath(kind, row))}
            onPreview={setPreview}
            rowMenu={rowMenu}
            loading={list.isPending}
            stale={list.pages?.[0]?.stale || list.isPlaceholderData || list.isError}
            empty={<ListEmpty kind={kind} state={state} change={change} />}
            total={list.last?.total}
            onEnd={list.hasNextPage && !list.isFetchingNextPage ? list.fetchNextPage : undefined}
            onHold={setHeld}
          />
          {selected.length > 0 && (
            <SelectionBar
              kind={kind}
              count={selected.length}
              onDelete={() => setDoomed(selected)}
              onClear={() => setSelection(new Set())}
            />
          )}
        </div>
      )}
      <ListFooter page={list.last} loaded={list.rows.length} loading={list.isFetchingNextPage} />
      {preview && <RowPreview kind={kind} row={preview} onClose={() => setPreview(null)} />}
      {doomed.length > 0 && (
        <DeleteDialog
          kind={kind}
          victims={doomed}
          onClose={() => setDoomed([])}
          onDone={() => {
            setDoomed([]);
            setSelection(new Set());
          }}
        />
      )}
    </Page>
  );
}
