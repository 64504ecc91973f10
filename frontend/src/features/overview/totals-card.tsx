import type { ClusterPart, KindTotal } from '@argus/sdk';
import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusIcon } from '@/components/ui/status';
import { cn } from '@/lib/class-name';
import { kindTitle, knownKind } from '@/lib/kind';
import type { Level } from '@/lib/level';
import { listPath } from '@/lib/place';
import { formatCount } from '@/lib/quantity';
import { mayList, useSession } from '@/lib/session-store';
import type { OverviewQuery } from './use-overview';

const order: Level[] = ['bad', 'warn', 'info', 'ok', 'idle'];
const fills: Record<Level, string> = {
  bad: 'bg-bad',
  warn: 'bg-warn',
  info: 'bg-info',
  ok: 'bg-ok/70',
  idle: 'bg-line-strong',
};
const words: Record<Level, string> = {
  bad: 'failing',
  warn: 'with warnings',
  info: 'in progress',
  ok: 'healthy',
  idle: 'idle',
};

function TotalRow({ total }: { total: KindTotal }) {
  const levels = order.filter((level) => total.levels[level]);
  const loud = levels.filter((level) => level === 'bad' || level === 'warn');
  const said = levels.map((level) => `${formatCount(total.levels[level] ?? 0)} ${words[level]}`).join(', ');
  return (
    <li className="relative flex h-9 items-center gap-3 px-4 text-sm hover:bg-hover">
      <Link
        href={listPath(null, total)}
        prefetch={false}
        className="w-42 shrink-0 truncate after:absolute after:inset-0 focus-visible:outline-offset-2"
      >
        {kindTitle(total)}
      </Link>
      <span
        role="img"
        aria-label={said || 'none'}
        title={said}
        className="flex h-1.5 min-w-0 flex-1 gap-px overflow-hidden rounded-full bg-line"
      >
        {levels.map((level) => (
          <span key={level} className={cn('min-w-0.5', fills[level])} style={{ flexGrow: total.levels[level] }} />
        ))}
      </span>
      {loud.map((level) => (
        <Link
          key={level}
          href={listPath(null, total, { filter: [`health=${level}`] })}
          prefetch={false}
          title={`${formatCount(total.levels[level] ?? 0)} ${words[level]}`}
          className="tabular relative z-1 flex shrink-0 items-center gap-1 rounded-sm px-0.5 hover:bg-line"
        >
          <StatusIcon level={level} />
          {formatCount(total.levels[level] ?? 0)}
        </Link>
      ))}
      <span className="tabular w-12 shrink-0 text-right font-medium">{formatCount(total.total)}</span>
    </li>
  );
}

/** In place of a number that would only say how much of it one may see: nothing. */
function HiddenRow({ total }: { total: KindTotal }) {
  return (
    <li className="flex h-9 items-center justify-between gap-3 px-4 text-sm text-text-3">
      <span className="truncate">{kindTitle(total)}</span>
      <span>not allowed</span>
    </li>
  );
}

function missing(partial: ClusterPart[]): string | undefined {
  const away = partial.filter((part) => part.state !== 'ok');
  return away.length > 0 ? `without ${away.map((part) => part.name).join(', ')}` : undefined;
}

/** How much there is of each workload and how it is, over all clusters. */
export function TotalsCard({ overview }: { overview: OverviewQuery }) {
  const { data } = overview;
  const user = useSession((state) => state.user);
  const hidden = (total: KindTotal) => {
    const kind = knownKind(total);
    return user !== null && kind !== undefined && !mayList(user, kind, null);
  };
  return (
    <Card title="Workloads" aside={<span className="max-w-48 truncate">{data && missing(data.partial)}</span>}>
      {!data && (
        <div className="flex flex-col gap-4 p-4">
          {['a', 'b', 'c', 'd', 'e'].map((id) => (
            <Skeleton key={id} />
          ))}
        </div>
      )}
      <ul className="py-1">
        {data?.totals.map((total) => {
          const Row = hidden(total) ? HiddenRow : TotalRow;
          return <Row key={`${total.group}/${total.resource}`} total={total} />;
        })}
      </ul>
    </Card>
  );
}
