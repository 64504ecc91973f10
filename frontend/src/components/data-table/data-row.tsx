import { memo, type ReactNode } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/lib/class-name';
import type { DataColumn } from './column';
import { FlashCell } from './flash-cell';

export type RowProps<T> = {
  id: string;
  row: T;
  index: number;
  top: number;
  height: number;
  columns: DataColumn<T>[];
  template: string;
  active: boolean;
  /** Undefined without selection. */
  selected?: boolean;
  onSelect: (index: number, range: boolean) => void;
  onPress: (index: number, event: React.MouseEvent) => void;
  menu?: (row: T) => ReactNode;
};

export function rowLook(active: boolean, selected?: boolean): string {
  return cn(
    'absolute inset-x-0 border-b text-sm',
    selected ? 'bg-accent-soft' : 'hover:bg-hover',
    active && 'bg-hover shadow-[inset_2px_0_0_var(--accent)]',
  );
}

function Row<T>({ id, row, index, top, height, columns, template, active, selected, ...on }: RowProps<T>) {
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={(event) => on.onPress(index, event)}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)`, height }}
      className={cn('grid items-center pr-2 sm:pl-3', rowLook(active, selected))}
    >
      {selected !== undefined && (
        <div role="gridcell" className="flex justify-end pr-1">
          <Checkbox
            checked={selected}
            aria-label="Select row"
            onClick={(event) => {
              event.stopPropagation();
              on.onSelect(index, event.shiftKey);
            }}
          />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={cn('tabular flex min-w-0 items-center px-3', column.align === 'right' && 'justify-end')}
        >
          {column.value ? (
            <FlashCell value={column.value(row)}>{column.render(row)}</FlashCell>
          ) : (
            <span className="min-w-0 truncate">{column.render(row)}</span>
          )}
        </div>
      ))}
      {on.menu && (
        <div role="gridcell" className="flex justify-center">
          {on.menu(row)}
        </div>
      )}
    </div>
  );
}

/** One row; it renders again only when its own object, place or state changes. */
export const DataRow = memo(Row) as typeof Row;
