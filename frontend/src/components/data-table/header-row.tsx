import { ArrowDown, ArrowUp } from 'lucide-react';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/lib/class-name';
import { type DataColumn, nextSort } from './column';

type HeaderProps<T> = { column: DataColumn<T>; sort?: string | null; onSort?: (sort: string | null) => void };

function ariaSort(sort: string | null | undefined, id: string): 'ascending' | 'descending' | 'none' {
  if (sort === id) return 'ascending';
  return sort === `-${id}` ? 'descending' : 'none';
}

function HeaderCell<T>({ column, sort, onSort }: HeaderProps<T>) {
  const direction = ariaSort(sort, column.id);
  const sortable = column.sortable && onSort;
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-sort={sortable ? direction : undefined}
      title={column.description || undefined}
      className={cn('flex min-w-0 items-center px-3', column.align === 'right' && 'justify-end')}
    >
      {sortable ? (
        <button
          type="button"
          onClick={() => onSort(nextSort(sort, column.id))}
          className={cn(
            'group -mx-1 flex min-w-0 flex-1 items-center gap-1 rounded-sm px-1 hover:text-text',
            direction !== 'none' && 'text-text',
            column.align === 'right' && 'flex-row-reverse',
          )}
        >
          <span className="truncate">{column.header}</span>
          <Arrow
            aria-hidden
            className={cn('size-3 shrink-0', direction === 'none' && 'opacity-0 group-hover:opacity-60')}
          />
        </button>
      ) : (
        <span className="truncate">{column.header}</span>
      )}
    </div>
  );
}

type Props<T> = Omit<HeaderProps<T>, 'column'> & {
  columns: DataColumn<T>[];
  template: string;
  menu: boolean;
  /** State of the box over all rows; undefined without selection. */
  all?: boolean | 'indeterminate';
  onAll: () => void;
};

/** The sticky header of a data table. */
export function HeaderRow<T>({ columns, template, menu, all, onAll, sort, onSort }: Props<T>) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      style={{ gridTemplateColumns: template }}
      className="sticky top-0 z-10 grid h-8 min-w-fit border-b bg-surface pr-2 sm:pl-3 font-medium text-text-3 text-xs"
    >
      {all !== undefined && (
        <div role="columnheader" className="flex items-center justify-end pr-1">
          <Checkbox checked={all} onCheckedChange={onAll} aria-label="Select all rows shown" />
        </div>
      )}
      {columns.map((column) => (
        <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
      ))}
      {menu && (
        <div role="columnheader">
          <span className="sr-only">Actions</span>
        </div>
      )}
    </div>
  );
}
