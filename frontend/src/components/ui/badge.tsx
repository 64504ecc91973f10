import type { ReactNode } from 'react';
import { cn } from '@/lib/class-name';

/** A short neutral word or count beside something: a label, a version, a number. */
export function Badge({ children, className, title }: { children: ReactNode; className?: string; title?: string }) {
  return (
    <span
      title={title}
      className={cn(
        'inline-flex h-5 max-w-full items-center truncate rounded-sm border bg-bg px-1.5 text-text-2 text-xs tabular',
        className,
      )}
    >
      {children}
    </span>
  );
}
