import { Fragment, memo } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/lib/class-name';
import { type RowProps, rowLook } from './data-row';
import { FlashCell } from './flash-cell';

function Row<T>({ id, row, index, top, height, columns, active, selected, ...on }: RowProps<T>) {
  const title = columns.find((column) => column.phone === 'title') ?? columns[0];
  const status = columns.find((column) => column.phone === 'status');
  const meta = columns.filter((column) => column !== title && column !== status && column.phone !== 'none').slice(0, 4);
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={(event) => on.onPress(index, event)}
      style={{ transform: `translateY(${top}px)`, height }}
      className={cn('flex items-center gap-3 pr-2 pl-4', rowLook(active, selected))}
    >
      {selected !== undefined && (
        <div role="gridcell" className="flex">
          <Checkbox
            checked={selected}
            aria-label="Select row"
            className="size-5"
            onClick={(event) => {
              event.stopPropagation();
              on.onSelect(index, event.shiftKey);
            }}
          />
        </div>
      )}
      <div role="gridcell" className="min-w-0 flex-1">
        <div className="flex items-center justify-between gap-3">
          <span className="min-w-0 truncate font-medium">{title?.render(row)}</span>
          {status && (
            <span className="flex min-w-0 max-w-[50%] shrink-0">
              <FlashCell value={status.value?.(row)}>{status.render(row)}</FlashCell>
            </span>
          )}
        </div>
        <div className="tabular mt-0.5 truncate text-text-3 text-xs [&_a]:underline [&_a]:decoration-line-strong [&_a]:underline-offset-2">
          {meta.map((column, at) => (
            <Fragment key={column.id}>
              {at > 0 && ' · '}
              <span>{column.render(row)}</span>
            </Fragment>
          ))}
        </div>
      </div>
      {on.menu && <div role="gridcell">{on.menu(row)}</div>}
    </div>
  );
}

/** The same row in two lines, for a phone. */
export const PhoneRow = memo(Row) as typeof Row;
