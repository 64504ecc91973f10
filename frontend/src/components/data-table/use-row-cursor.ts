import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { DataTableProps } from './data-table';
import { coverage, toggled } from './selection';
import { useRememberedPlace } from './use-remembered-place';
import { useTableKeys } from './use-table-keys';

type Options<T> = Pick<
  DataTableProps<T>,
  'id' | 'view' | 'rows' | 'selection' | 'onSelection' | 'onOpen' | 'onPreview'
> & {
  keys: string[];
  grid: RefObject<HTMLDivElement | null>;
  scrollTo: (index: number) => void;
};

const interactive = 'a,button,input,select,textarea,[role="checkbox"],[role="menuitem"]';

/** The active row and what keys and pointer do to it. The row is held by its key, so it stays when others come. */
export function useRowCursor<T>(options: Options<T>) {
  const { keys, rows, selection, grid } = options;
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
  const index = active === null ? -1 : keys.indexOf(active);
  const latest = useRef({ ...options, index });
  useEffect(() => {
    latest.current = { ...options, index };
  });

  const goTo = useCallback((to: number) => {
    const { keys, scrollTo, grid } = latest.current;
    if (keys.length === 0) return;
    const next = Math.max(0, Math.min(keys.length - 1, to));
    setActive(keys[next] ?? null);
    scrollTo(next);
    grid.current?.focus({ preventScroll: true });
  }, []);

  const select = useCallback((at: number, range: boolean) => {
    const { selection, onSelection, keys } = latest.current;
    const key = keys[at];
    if (!selection || !onSelection || key === undefined) return;
    onSelection(toggled(selection, keys, key, range ? anchor.current : null));
    anchor.current = key;
  }, []);

  const press = useCallback(
    (at: number, event: React.MouseEvent) => {
      const { keys, rows, onOpen, grid } = latest.current;
      const control = event.target instanceof Element ? event.target.closest(interactive) : null;
      if (control && control.tagName !== 'A') return;
      setActive(keys[at] ?? null);
      remember(keys[at] ?? null);
      if (control) return;
      if (window.getSelection()?.toString()) return;
      grid.current?.focus({ preventScroll: true });
      const row = rows[at];
      if (row !== undefined) onOpen?.(row, event);
    },
    [remember],
  );

  const row = rows[index];
  useTableKeys({
    grid,
    enabled: rows.length > 0,
    move: (by) => goTo(index < 0 ? (by < 0 ? keys.length - 1 : 0) : index + by),
    open: () => {
      remember(active);
      if (row !== undefined) options.onOpen?.(row);
    },
    preview: () => row !== undefined && options.onPreview?.(row),
    select: () => select(index, false),
    leave: () => (selection?.size ? options.onSelection?.(new Set()) : setActive(null)),
  });

  const all = selection ? coverage(selection, keys) : undefined;
  const selectAll = () => options.onSelection?.(all === true ? new Set() : new Set(keys));
  return { index, select, press, all, selectAll };
}
