'use client';

import { Age } from '@/components/ui/age';
import { cn } from '@/lib/class-name';
import { live, useLiveState } from '@/lib/live';

const words = {
  live: ['live', 'Changes arrive as they happen.'],
  connecting: ['connecting', 'Connecting to the live stream.'],
  offline: ['offline', 'The live stream is down. What you see may be old; Argus keeps trying.'],
} as const;

const dots = { live: 'bg-ok', connecting: 'bg-info animate-pulse', offline: 'bg-bad' };

/** Whether changes arrive by themselves. */
export function Connection() {
  const state = useLiveState();
  const [word, detail] = words[state];
  return (
    <button
      type="button"
      onClick={live.retryNow}
      aria-label={`Live stream: ${word}`}
      title={detail}
      className="flex h-8 items-center gap-2 rounded-md px-2 text-sm text-text-2 hover:bg-hover"
    >
      <span aria-hidden className={cn('size-2 rounded-full', dots[state])} />
      <span className="max-md:hidden">{word}</span>
    </button>
  );
}

/** A bar across the page while the line is down; it goes by itself. */
export function OfflineBar() {
  const state = useLiveState();
  if (state !== 'offline') return null;
  return (
    <div
      role="status"
      className="flex shrink-0 items-center justify-center gap-3 border-b border-warn/40 bg-surface px-4 py-1 text-sm text-warn"
    >
      <span className="min-w-0">
        Connection lost. The page shows what it knew
        {live.lostAt && <Age time={live.lostAt} suffix=" ago" className="before:content-['_']" />} and goes on by
        itself.
      </span>
      <button type="button" onClick={live.retryNow} className="shrink-0 rounded-sm underline underline-offset-2">
        Try now
      </button>
    </div>
  );
}
