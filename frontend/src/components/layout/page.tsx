import type { ReactNode } from 'react';
import { cn } from '@/lib/class-name';
import { useLiveState } from '@/lib/live';

type Props = {
  title: ReactNode;
  /** Beside the title, in the third voice: counts, a version. */
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** The content fills the screen and scrolls inside itself, as lists do; it dims by itself while it is stale. */
  fill?: boolean;
  className?: string;
};

/** A page of the shell: its heading row and its content. */
export function Page({ title, aside, actions, children, fill, className }: Props) {
  const dimmed = useLiveState() === 'offline' && !fill;
  return (
    <div className={cn('flex flex-col', fill ? 'h-full min-h-0' : 'min-h-full')}>
      <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
        <div className="flex min-w-0 flex-1 items-baseline max-sm:basis-full gap-3">
          <h1 className="min-w-0 truncate font-semibold text-xl">{title}</h1>
          {aside && <div className="tabular min-w-0 truncate text-sm text-text-3">{aside}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2 max-sm:w-full">{actions}</div>}
      </div>
      <div
        className={cn(
          fill ? 'flex min-h-0 flex-1 flex-col border-t' : 'flex-1 px-4 pb-8 transition-opacity sm:px-6',
          dimmed && 'opacity-80',
          className,
        )}
      >
        {children}
      </div>
    </div>
  );
}
