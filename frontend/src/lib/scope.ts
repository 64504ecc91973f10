import { usePathname } from 'next/navigation';
import { useClusters } from '@/lib/cluster-query';
import { clusterPath, listPath, type Place, parsePlace } from '@/lib/place';
import { useUi } from '@/lib/ui-store';

/** Which clusters the page and the sidebar are about: one, or all of them (`null`). */
export function useScope(): { place: Place; cluster: string | null } {
  const place = parsePlace(usePathname());
  const last = useUi((state) => state.lastCluster);
  const { data } = useClusters();
  if (place.cluster || place.fleet) return { place, cluster: place.cluster };
  const known = data?.items ?? [];
  const kept = known.find((cluster) => cluster.id === last);
  return { place, cluster: kept?.id ?? known[0]?.id ?? null };
}

/** The address that shows another cluster (null: all of them) and keeps the rest of the place where it can. */
export function switchedPath(place: Place, cluster: string | null, namespace: string | null): string {
  const kept = { namespace: place.namespace ?? namespace };
  if (place.kind) return listPath(cluster, place.kind, kept);
  return cluster === null ? '/dashboard' : clusterPath(cluster);
}
