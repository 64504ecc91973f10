'use client';

import type { ResourcePage } from '@argus/sdk';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { deferred } from '@/components/deferred';
import { Page } from '@/components/layout/page';
import { ErrorState } from '@/components/ui/error-state';
import { kindTitle } from '@/lib/kind';
import { useLiveState } from '@/lib/live';
import { onceEach } from '@/lib/once-each';
import { type Gvr, objectId, objectPath } from '@/lib/place';
import { mayChange, useSession } from '@/lib/session-store';
import { ListFooter } from './list-footer';
import { ListOverlays } from './list-overlays';
import { writeState } from './list-state';
import { ListToolbar } from './list-toolbar';
import { ListTotals } from './list-totals';
import type { ListRow } from './live-rows';
import { NewRowsChip } from './new-rows-chip';
import { PartialBanner } from './partial-banner';
import { rowIndex } from './row-index';
import { RowMenu } from './row-menu';
import { useResourceList } from './use-resource-list';
import { useRowChoice } from './use-row-choice';

const FilterChips = deferred(() => import('./filter-chips').then((module) => module.FilterChips));
const ListEmpty = deferred(() => import('./list-empty').then((module) => module.ListEmpty));

const noPages: ResourcePage[] = [];

/** The list of one kind, in one cluster or (with null) in all of them. */
export function ResourceList({ cluster, kind }: { cluster: string | null; kind: Gvr }) {
  const router = useRouter();
  const [held, setHeld] = useState(false);
  const choice = useRowChoice();
  const { selection, setPreview, setDoomed, clear } = choice;
  const { address, sort, list, live, table, namespaced, columns, first } = useResourceList(
    cluster,
    kind,
    held || selection.size > 0,
  );
  const { state, change } = address;
  const offline = useLiveState() === 'offline';
  const rowMenu = useCallback(
    (row: ListRow) => <RowMenu kind={kind} row={row} onPreview={setPreview} onDelete={(one) => setDoomed([one])} />,
    [kind, setPreview, setDoomed],
  );
  const user = useSession((session) => session.user);
  const hasChangeable = useMemo(
    () => onceEach(({ rows }: ResourcePage) => rows.some((row) => mayChange(user, row.cluster, row.namespace || null))),
    [user],
  );
  const selectable = list.pages?.some(hasChangeable) ?? false;
  const { placeOf } = rowIndex(list.pages ?? noPages);
  const selected = useMemo(() => {
    const isThere = (place: number) => place >= 0 && place < list.rows.length;
    return [...selection].filter((id) => isThere(placeOf(id))).length;
  }, [selection, placeOf, list.rows.length]);
  const settled = list.isSuccess && !list.isFetching && !list.isPlaceholderData;
  // What cannot be seen any more is not kept selected: it would hold the list back, and nobody would know why.
  useEffect(() => {
    if (settled && selection.size > 0 && selected === 0) clear();
  }, [settled, selection, selected, clear]);
  const title = kindTitle(kind);
  return (
    <Page
      fill
      title={title}
      aside={<ListTotals kind={kind} page={first} state={state} change={change} />}
      actions={
        <ListToolbar address={address} table={table} columns={columns} cluster={cluster} namespaced={namespaced} />
      }
    >
      {(state.labelSelector || state.filters.length > 0) && <FilterChips state={state} change={change} />}
      <PartialBanner page={first} />
      {list.isError && !list.data ? (
        <ErrorState what={title} error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <div className="relative flex min-h-0 flex-1 flex-col">
          <NewRowsChip count={live.waiting} onShow={list.refetch} onHold={setHeld} />
          <DataTable
            id={table}
            view={writeState({ ...state, columns: null })}
            label={title}
            columns={columns}
            rows={list.rows}
            rowKey={objectId}
            placeOf={placeOf}
            sort={sort || null}
            onSort={(next) => change({ sort: next ?? '' })}
            selection={selectable ? selection : undefined}
            onSelection={selectable ? choice.setSelection : undefined}
            onOpen={(row) => router.push(objectPath(kind, row))}
            onPreview={setPreview}
            rowMenu={rowMenu}
            loading={list.isPending}
            stale={first?.stale || list.isPlaceholderData || list.isError || offline}
            empty={<ListEmpty kind={kind} page={first} state={state} change={change} />}
            total={list.last?.total}
            onEnd={list.readOn}
            onHold={setHeld}
          />
          <ListOverlays
            kind={kind}
            selected={selected}
            total={list.last?.total ?? 0}
            onDelete={() => setDoomed(list.rows.filter((row) => selection.has(objectId(row))))}
            choice={choice}
          />
        </div>
      )}
      <ListFooter page={list.last} loaded={list.rows.length} loading={list.isFetchingNextPage} refused={list.refused} />
    </Page>
  );
}
