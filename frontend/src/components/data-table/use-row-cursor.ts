import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DataTableProps } from './data-table';
import { coverage, toggled } from './selection';
import { useRememberedPlace } from './use-remembered-place';
import { useTableKeys } from './use-table-keys';

type Options<T> = Pick<
  DataTableProps<T>,
  'id' | 'view' | 'rows' | 'rowKey' | 'placeOf' | 'selection' | 'onSelection' | 'onOpen' | 'onPreview'
> & {
  grid: RefObject<HTMLDivElement | null>;
  scrollTo: (index: number) => void;
};

const interactive = 'a,button,input,select,textarea,[role="checkbox"],[role="menuitem"]';

/** The active row and what keys and pointer do to it. The row is held by its key, so it stays when others come. */
export function useRowCursor<T>(options: Options<T>) {
  const { rows, rowKey, selection, grid } = options;
  const [active, setActive] = useState<string | null>(null);
  const anchor = useRef<string | null>(null);
  const remember = useRememberedPlace({
    id: options.id,
    view: options.view ?? '',
    grid,
    count: rows.length,
    active,
    setActive,
  });
  const search = useCallback((key: string) => rows.findIndex((row) => rowKey(row) === key), [rows, rowKey]);
  const placeOf = options.placeOf ?? search;
  const place = active === null ? -1 : placeOf(active);
  const index = place < rows.length ? place : -1;
  const latest = useRef({ ...options, placeOf, index });
  useEffect(() => {
    latest.current = { ...options, placeOf, index };
  });

  const goTo = useCallback((to: number) => {
    const { rows, rowKey, scrollTo, grid } = latest.current;
    const next = Math.max(0, Math.min(rows.length - 1, to));
    const row = rows[next];
    if (row === undefined) return;
    setActive(rowKey(row));
    scrollTo(next);
    grid.current?.focus({ preventScroll: true });
  }, []);

  const select = useCallback((at: number, range: boolean) => {
    const { selection, onSelection, rows, rowKey, placeOf } = latest.current;
    const row = rows[at];
    if (!selection || !onSelection || row === undefined) return;
    const key = rowKey(row);
    const from = range && anchor.current !== null ? placeOf(anchor.current) : -1;
    const ends = [at, from < 0 ? at : from];
    onSelection(toggled(selection, key, rows.slice(Math.min(...ends), Math.max(...ends) + 1).map(rowKey)));
    anchor.current = key;
  }, []);

  const press = useCallback(
    (at: number, event: React.MouseEvent) => {
      const { rows, rowKey, onOpen, grid } = latest.current;
      const row = rows[at];
      if (row === undefined) return;
      const control = event.target instanceof Element ? event.target.closest(interactive) : null;
      if (control && control.tagName !== 'A') return;
      setActive(rowKey(row));
      remember(rowKey(row));
      if (control) return;
      if (window.getSelection()?.toString()) return;
      grid.current?.focus({ preventScroll: true });
      onOpen?.(row, event);
    },
    [remember],
  );

  const row = rows[index];
  useTableKeys({
    grid,
    enabled: rows.length > 0,
    move: (by) => goTo(index < 0 ? (by < 0 ? rows.length - 1 : 0) : index + by),
    open: () => {
      remember(active);
      if (row !== undefined) options.onOpen?.(row);
    },
    preview: () => row !== undefined && options.onPreview?.(row),
    select: () => select(index, false),
    leave: () => (selection?.size ? options.onSelection?.(new Set()) : setActive(null)),
  });

  const all = useMemo(() => selection && coverage(selection, rows.length, placeOf), [selection, rows.length, placeOf]);
  const selectAll = () => options.onSelection?.(new Set(all === true ? [] : rows.map(rowKey)));
  return { index, select, press, all, selectAll };
}
