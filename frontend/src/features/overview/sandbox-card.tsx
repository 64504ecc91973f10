'use client';

import { Status } from '@/components/ui/status';
import { formatAge } from '@/lib/age';
import type { Level } from '@/lib/level';
import { useSandbox } from './use-overview';

const levels: Record<string, Level> = {
  absent: 'idle',
  building: 'info',
  starting: 'info',
  running: 'ok',
  stopped: 'idle',
  failed: 'bad',
};

/** Progress of the sandbox clusters while they are built; nothing once they run. */
export function SandboxCard() {
  const { data } = useSandbox();
  if (!data?.enabled || (!data.active && !data.error)) return null;
  const percent = data.steps > 0 ? Math.round((100 * Math.max(0, data.step - 1)) / data.steps) : 0;
  return (
    <section aria-label="Sandbox" className="rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="font-medium text-base">
          {data.error ? 'The sandbox could not be built' : 'Building the sandbox clusters'}
        </h2>
        <p className="tabular text-sm text-text-2">
          {data.error ? '' : `step ${data.step} of ${data.steps} · `}
          {formatAge(data.elapsedSeconds * 1000)}
        </p>
      </div>
      <p className={data.error ? 'wrap-anywhere mt-1 text-bad text-sm' : 'mt-1 text-sm text-text-2'}>
        {data.error ?? data.title}
      </p>
      {!data.error && (
        <div
          role="progressbar"
          aria-label="Sandbox"
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          className="mt-3 h-1.5 overflow-hidden rounded-full bg-line"
        >
          <div
            className="h-full rounded-full bg-accent transition-[width]"
            style={{ width: `${Math.max(2, percent)}%` }}
          />
        </div>
      )}
      <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {data.clusters.map((cluster) => (
          <li key={cluster.name} className="flex min-w-0 items-center gap-2">
            <Status level={levels[cluster.state] ?? 'idle'}>{cluster.name}</Status>
            <span className="truncate text-text-3">{cluster.detail || cluster.state}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
