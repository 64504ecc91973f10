'use client';

import { type ReactNode, useEffect, useId, useMemo, useRef } from 'react';
import { cn } from '@/lib/class-name';
import { usePhone } from '@/lib/media';
import { useUi } from '@/lib/ui-store';
import { type DataColumn, gridTemplate, visibleColumns } from './column';
import { DataRow } from './data-row';
import { HeaderRow } from './header-row';
import { PhoneRow } from './phone-row';
import { SkeletonRows } from './skeleton-rows';
import { useRowCursor } from './use-row-cursor';
import { useReveal, useVisibleRows } from './use-visible-rows';

export type DataTableProps<T> = {
  /** Under which the chosen columns are kept. */
  id: string;
  /** Names the filters and the order that it shows: another one begins at its top. */
  view?: string;
  label: string;
  columns: DataColumn<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  /** Where the row with a key stands, or -1: for tables of so many rows that they must not be searched. */
  placeOf?: (key: string) => number;
  /** A column's id, `-` before it for descending; the server sorts. */
  sort?: string | null;
  onSort?: (sort: string | null) => void;
  selection?: ReadonlySet<string>;
  onSelection?: (selection: Set<string>) => void;
  onOpen?: (row: T, event?: React.MouseEvent) => void;
  onPreview?: (row: T) => void;
  rowMenu?: (row: T) => ReactNode;
  loading?: boolean;
  stale?: boolean;
  empty?: ReactNode;
  /** Rows over all pages, for assistive technology. */
  total?: number;
  /** The last row came into view. */
  onEnd?: () => void;
  /** The pointer rests on the rows: hold back what would move them. */
  onHold?: (held: boolean) => void;
  className?: string;
};

const heights = { phone: 56, normal: 32, compact: 28 };

/** A virtualised table that fills its parent's height: a row costs only while it can be seen. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { columns, rows, rowKey, selection, loading, onEnd, onHold } = props;
  const grid = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const phone = usePhone();
  const density = useUi((state) => state.density);
  const chosen = useUi((state) => state.columns[props.id]);
  const height = phone ? heights.phone : heights[density];
  const head = phone ? 0 : 32;
  const shown = useMemo(() => visibleColumns(columns, chosen), [columns, chosen]);
  const template = gridTemplate(shown, selection !== undefined, props.rowMenu !== undefined);
  const reveal = useReveal({ scroller: grid, height, head });
  const cursor = useRowCursor({ ...props, grid, scrollTo: reveal });
  // After the cursor, which may bring back where one was.
  const { start, end } = useVisibleRows({ scroller: grid, count: rows.length, height, head });
  // For any new rows, not only for more: what was asked for at the end may have been broken off by their reading.
  useEffect(() => {
    if (rows.length > 0 && end >= rows.length) onEnd?.();
  }, [end, rows, onEnd]);
  const Line = phone ? PhoneRow : DataRow;
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={props.label}
      aria-rowcount={(props.total ?? rows.length) + 1}
      aria-busy={loading || undefined}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={cursor.index >= 0 ? `${prefix}${cursor.index}` : undefined}
      tabIndex={0}
      className={cn(
        'relative min-h-0 flex-1 overflow-auto bg-surface focus-visible:outline-offset-[-2px]',
        props.className,
      )}
    >
      {!phone && (
        <HeaderRow
          columns={shown}
          template={template}
          menu={props.rowMenu !== undefined}
          all={cursor.all}
          onAll={cursor.selectAll}
          sort={props.sort}
          onSort={props.onSort}
        />
      )}
      {loading && rows.length === 0 && (
        <SkeletonRows count={14} template={template} columns={shown.length} phone={phone} />
      )}
      {!loading && rows.length === 0 && (
        <div role="row">
          <div role="gridcell">{props.empty}</div>
        </div>
      )}
      <div
        role="rowgroup"
        onPointerEnter={() => onHold?.(true)}
        onPointerLeave={() => onHold?.(false)}
        style={{ height: rows.length * height }}
        className={cn('relative min-w-fit transition-opacity', props.stale && 'opacity-80')}
      >
        {rows.slice(start, end).map((row, offset) => {
          const index = start + offset;
          const key = rowKey(row);
          return (
            <Line
              key={key}
              id={`${prefix}${index}`}
              row={row}
              index={index}
              top={index * height}
              height={height}
              columns={shown}
              template={template}
              active={index === cursor.index}
              selected={selection?.has(key)}
              onSelect={cursor.select}
              onPress={cursor.press}
              menu={props.rowMenu}
            />
          );
        })}
      </div>
    </div>
  );
}
