import Link from 'next/link';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import type { KnownKind } from '@/lib/kind';
import { type Gvr, kindKey, listPath } from '@/lib/place';
import { problemOf } from '@/lib/problem';
import { formatCount } from '@/lib/quantity';
import { type KindCount, useKindCounts } from './use-kind-counts';

export type GridKind = Gvr & { title: string };

function Count({ count }: { count: KindCount }) {
  if (count.hidden) return <span className="text-sm text-text-3">not allowed</span>;
  if (count.page) return <span className="tabular font-semibold text-lg">{formatCount(count.page.total)}</span>;
  if (!count.error) return <Skeleton className="my-1 w-8" />;
  const { status, detail } = problemOf(count.error);
  return (
    <span className="text-sm text-text-3" title={detail}>
      {status === 403 ? 'not allowed' : 'unknown'}
    </span>
  );
}

function KindTile({ cluster, kind, count }: { cluster: string; kind: GridKind; count: KindCount | undefined }) {
  const failing = count?.page?.unhealthy ?? 0;
  return (
    <Link
      prefetch={false}
      href={listPath(cluster, kind)}
      className="group flex flex-wrap items-center gap-x-3 rounded-lg border bg-surface px-4 py-3 transition-colors hover:border-line-strong hover:bg-hover"
    >
      <div className="min-w-0 flex-1">
        <div className="truncate text-sm text-text-2">{kind.title}</div>
        {count && <Count count={count} />}
      </div>
      {failing > 0 && (
        <Status level="bad" className="tabular text-sm">
          {`${formatCount(failing)} failing`}
        </Status>
      )}
    </Link>
  );
}

type GridProps = { cluster: string; kinds: GridKind[]; counts?: KindCount[] };

/** Kinds with how many there are of each, where that is known, leading to their lists. */
export function KindGrid({ cluster, kinds, counts }: GridProps) {
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {kinds.map((kind, at) => (
        <KindTile key={kindKey(kind)} cluster={cluster} kind={kind} count={counts?.[at]} />
      ))}
    </div>
  );
}

/** The same, counting by itself. */
export function CountedGrid({ cluster, kinds }: { cluster: string; kinds: KnownKind[] }) {
  return <KindGrid cluster={cluster} kinds={kinds} counts={useKindCounts(cluster, kinds)} />;
}
