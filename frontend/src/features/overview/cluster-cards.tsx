import type { ClusterOutput } from '@argus/sdk';
import Link from 'next/link';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import { formatAge } from '@/lib/age';
import { useClock } from '@/lib/clock';
import { clusterHealth } from '@/lib/cluster-query';
import { byLevel } from '@/lib/level';
import { clusterPath } from '@/lib/place';

function facts(cluster: ClusterOutput): string {
  const { version, nodeCount, latencyMs } = cluster;
  return [
    version,
    nodeCount !== null && `${nodeCount} ${nodeCount === 1 ? 'node' : 'nodes'}`,
    latencyMs !== null && `${Math.round(latencyMs)} ms`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function ClusterCard({ cluster }: { cluster: ClusterOutput }) {
  const { level, word } = clusterHealth(cluster);
  const { reason, since } = cluster.status;
  const age = useClock((now) => formatAge(now - Date.parse(since)), '');
  return (
    <Link
      href={clusterPath(cluster.id)}
      prefetch={false}
      className="flex min-w-0 flex-col gap-1 rounded-lg border bg-surface px-4 py-3 transition-colors hover:border-line-strong hover:bg-hover"
    >
      <span className="flex items-center justify-between gap-3">
        <span className="truncate font-medium text-base">{cluster.name}</span>
        <Status level={level} className="shrink-0 text-sm">
          {word}
        </Status>
      </span>
      <span className="tabular truncate text-sm text-text-3" title={reason}>
        {level === 'ok' ? facts(cluster) : `${reason || word}${age && ` · for ${age}`}`}
      </span>
    </Link>
  );
}

/** Each cluster's health, the worst first. */
export function ClusterCards({ clusters }: { clusters: ClusterOutput[] | undefined }) {
  const sorted = clusters?.toSorted(
    (a, b) => byLevel(clusterHealth(a).level, clusterHealth(b).level) || a.name.localeCompare(b.name),
  );
  return (
    <section aria-label="Clusters" className="grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(260px,1fr))]">
      {sorted?.map((cluster) => (
        <ClusterCard key={cluster.id} cluster={cluster} />
      ))}
      {!sorted &&
        ['a', 'b', 'c'].map((id) => (
          <div key={id} className="flex h-17.5 flex-col justify-center gap-2.5 rounded-lg border bg-surface px-4">
            <Skeleton className="w-1/2" />
            <Skeleton className="w-3/4" />
          </div>
        ))}
    </section>
  );
}
