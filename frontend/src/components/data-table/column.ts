import type { ReactNode } from 'react';

/** One column of a data table. `id` is also what sorting calls it. */
export type DataColumn<T> = {
  id: string;
  header: string;
  render: (row: T) => ReactNode;
  /** What the cell says, for the flash when it changes; without it the cell never flashes. */
  value?: (row: T) => string | number | boolean | null | undefined;
  /** A CSS grid track; `minmax(96px, 1fr)` when missing. */
  width?: string;
  align?: 'left' | 'right';
  sortable?: boolean;
  /** Not shown until it is chosen. */
  hidden?: boolean;
  /** Always shown. */
  fixed?: boolean;
  description?: string;
  /** Its part in the two lines of a phone's row: title and status above, the rest below. `meta` when missing. */
  phone?: 'title' | 'status' | 'meta' | 'none';
};

/** The columns to show: the chosen ones, else those not hidden at first. */
export function visibleColumns<T>(columns: DataColumn<T>[], chosen: Record<string, boolean> = {}): DataColumn<T>[] {
  return columns.filter((column) => column.fixed || (chosen[column.id] ?? !column.hidden));
}

/** The grid's tracks, with one before for the checkbox and one after for the row's menu. */
export function gridTemplate<T>(columns: DataColumn<T>[], selectable: boolean, menu: boolean): string {
  const tracks = columns.map((column) => column.width ?? 'minmax(96px, 1fr)');
  return [selectable ? '36px' : '', ...tracks, menu ? '40px' : ''].filter(Boolean).join(' ');
}

/** What the next press on a header sorts by: ascending, descending, then none. */
export function nextSort(sort: string | null | undefined, id: string): string | null {
  if (sort === id) return `-${id}`;
  return sort === `-${id}` ? null : id;
}
