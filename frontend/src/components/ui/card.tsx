import type { ReactNode } from 'react';
import { cn } from '@/lib/class-name';

type Props = { title?: ReactNode; aside?: ReactNode; children: ReactNode; className?: string; bodyClassName?: string };

/** A titled surface of a page. */
export function Card({ title, aside, children, className, bodyClassName }: Props) {
  return (
    <section className={cn('min-w-0 overflow-hidden rounded-lg border bg-surface', className)}>
      {title && (
        <header className="flex h-10 items-center justify-between gap-3 border-b px-4">
          <h2 className="min-w-0 truncate font-medium text-sm">{title}</h2>
          {aside !== undefined && aside !== null && aside !== false && (
            <div className="flex shrink-0 items-center gap-2 text-text-3 text-xs">{aside}</div>
          )}
        </header>
      )}
      <div className={bodyClassName}>{children}</div>
    </section>
  );
}
