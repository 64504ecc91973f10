import type { ComponentProps } from 'react';
import { cn } from '@/lib/class-name';

/** A plain table for short lists (use `data-table` for kinds): wrap in a Card. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table className={cn('w-full border-collapse text-sm', className)} {...rest} />;
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-8 whitespace-nowrap border-b px-3 text-left font-medium text-text-3 text-xs first:pl-4 last:pr-4',
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cn('h-(--row) px-3 first:pl-4 last:pr-4', className)} {...rest} />;
}
