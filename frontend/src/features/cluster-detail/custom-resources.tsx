'use client';

import { Puzzle } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { CountedGrid, KindGrid } from './kind-grid';
import { customGroups } from './kind-tabs';
import { useServedKinds } from './use-served-kinds';

/** Up to so many custom kinds are counted; more would start too many watches at once. */
const counted = 16;

/** Kinds that were added to the cluster, by their API group. */
export function CustomResources({ cluster }: { cluster: string }) {
  const { data, error, refetch } = useServedKinds(cluster);
  if (error && !data) return <ErrorState what="the kinds of this cluster" error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-24 rounded-lg" />;
  const groups = customGroups(data);
  const total = groups.reduce((sum, { kinds }) => sum + kinds.length, 0);
  const Grid = total <= counted ? CountedGrid : KindGrid;
  if (groups.length === 0) {
    return (
      <EmptyState icon={Puzzle} title="No custom resources">
        This cluster serves only the kinds that Kubernetes ships.
      </EmptyState>
    );
  }
  return groups.map(({ group, kinds }) => (
    <section key={group} aria-label={group} className="mb-6">
      <h2 className="mb-2 font-medium text-sm text-text-2">{group}</h2>
      <Grid cluster={cluster} kinds={kinds.map((kind) => ({ ...kind, title: kind.kind }))} />
    </section>
  ));
}
