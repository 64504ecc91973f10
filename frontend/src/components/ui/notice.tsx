import type { ReactNode } from 'react';
import { cn } from '@/lib/class-name';
import type { Level } from '@/lib/level';
import { Age } from './age';
import { StatusIcon } from './status';

const edges: Record<Level, string> = {
  ok: 'border-ok/40',
  warn: 'border-warn/40',
  bad: 'border-bad/40',
  info: 'border-info/40',
  idle: 'border-line-strong',
};

type Props = { level: Level; title: string; children?: ReactNode; action?: ReactNode; className?: string };

/** A message inside the page, with its level's icon: a refused form, a warning before a deed. */
export function Notice({ level, title, children, action, className }: Props) {
  return (
    <div
      role={level === 'bad' ? 'alert' : 'status'}
      className={cn(
        'flex items-start gap-2.5 rounded-lg border bg-surface px-3 py-2.5 text-sm',
        edges[level],
        className,
      )}
    >
      <StatusIcon level={level} className="mt-0.5 size-4" />
      <div className="wrap-anywhere min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children && <div className="text-text-2">{children}</div>}
      </div>
      {action}
    </div>
  );
}

/** Over data that is not current: since when, and why. Dim the data itself with `opacity-80`. */
export function StaleBanner({ since, reason, action }: { since: string | null; reason: string; action?: ReactNode }) {
  return (
    <div role="status" className="flex min-h-8 flex-wrap items-center gap-x-2 border-b bg-surface px-4 py-1 text-sm">
      <StatusIcon level="warn" />
      <span className="text-warn">Stale{since && <Age time={since} className="before:content-['_']" />}</span>
      <span className="wrap-anywhere min-w-0 flex-1 text-text-2">{reason}</span>
      {action}
    </div>
  );
}
