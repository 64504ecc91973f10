import type { ApiResource } from '@argus/sdk';
import { listApiResourcesOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import { type KnownKind, knownKind } from '@/lib/kind';

const builtIn = new Set(
  `core apps batch autoscaling policy extensions admissionregistration.k8s.io apiextensions.k8s.io
  apiregistration.k8s.io authentication.k8s.io authorization.k8s.io certificates.k8s.io coordination.k8s.io
  discovery.k8s.io events.k8s.io flowcontrol.apiserver.k8s.io internal.apiserver.k8s.io metrics.k8s.io
  networking.k8s.io node.k8s.io rbac.authorization.k8s.io resource.k8s.io scheduling.k8s.io storage.k8s.io
  storagemigration.k8s.io`.split(/\s+/),
);

/** What a cluster serves. Null asks nothing. */
export function useApiResources(cluster: string | null) {
  return useQuery({
    ...listApiResourcesOptions({ path: { cluster_id: cluster ?? '' } }),
    enabled: cluster !== null,
    staleTime: 60_000,
  });
}

function listable(kind: ApiResource): boolean {
  return kind.preferred && kind.verbs.includes('list') && !kind.resource.includes('/');
}

/** Kinds that were added to the cluster (CRDs, aggregated APIs), by API group. */
export function customGroups(kinds: ApiResource[]): [group: string, kinds: ApiResource[]][] {
  const groups = new Map<string, ApiResource[]>();
  for (const kind of kinds) {
    if (builtIn.has(kind.group) || !listable(kind)) continue;
    groups.set(kind.group, [...(groups.get(kind.group) ?? []), kind]);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

/** A discovered kind with a title for people. */
export function titled(kind: ApiResource): KnownKind {
  return { ...kind, title: knownKind(kind)?.title ?? kind.kind };
}

/** Whether discovery offers a kind; before it is known, everything is offered. */
export function serves(kinds: ApiResource[] | undefined, { group, resource }: { group: string; resource: string }) {
  return !kinds || kinds.some((kind) => kind.group === group && kind.resource === resource);
}

/** Every kind with a list of its own, the known ones under their known titles. */
export function listableKinds(kinds: ApiResource[]): KnownKind[] {
  return kinds.filter(listable).map(titled);
}
