'use client';

import { useEffect, useRef } from 'react';
import { type DataColumn, visibleColumns } from '@/components/data-table/column';
import { useUi } from '@/lib/ui-store';
import type { ListAddress } from './use-list-state';

/**
 * Keeps the shown columns and the address in step: an address that names columns wins when the list opens;
 * from then on it follows what is chosen, so that a link shows the same table to someone else. `columns` is null
 * until the cluster has said which there are.
 */
export function useColumnAddress<T>(table: string, columns: DataColumn<T>[] | null, { state, change }: ListAddress) {
  const chosen = useUi((ui) => ui.columns[table]);
  const setColumns = useUi((ui) => ui.setColumns);
  const read = useRef<string | null>(null);
  const wanted = state.columns?.join(',');
  useEffect(() => {
    if (!columns || read.current === table) return;
    read.current = table;
    if (wanted === undefined) return;
    const shown = new Set(wanted.split(','));
    setColumns(table, Object.fromEntries(columns.map(({ id }) => [id, shown.has(id)])));
  }, [table, wanted, columns, setColumns]);
  useEffect(() => {
    if (!columns || read.current !== table || chosen === undefined) return;
    const shown = visibleColumns(columns, chosen).map(({ id }) => id);
    const usual = visibleColumns(columns).map(({ id }) => id);
    const next = shown.join(',') === usual.join(',') ? undefined : shown.join(',');
    if (next !== wanted) change({ columns: next?.split(',') ?? null });
  }, [table, chosen, columns, wanted, change]);
}
