import type { ApiResource } from '@argus/sdk';
import { type KnownKind, kindGroups, knownKind, nodes } from '@/lib/kind';

export type ClusterTab = { id: string; title: string };

/** The tabs of a cluster's page, in the order of the sidebar. */
export const clusterTabs: ClusterTab[] = [
  { id: 'overview', title: 'Overview' },
  ...kindGroups.map(({ id, title }) => ({ id, title })),
  { id: 'events', title: 'Events' },
  { id: 'custom', title: 'Custom resources' },
];

/** The kinds of a tab that this cluster really serves; all of them while that is not known. */
export function kindsOf(tab: string, served: ApiResource[] | undefined): KnownKind[] {
  const kinds = kindGroups.find(({ id }) => id === tab)?.kinds ?? [];
  if (!served) return kinds;
  return kinds.filter((kind) => served.some((one) => one.group === kind.group && one.resource === kind.resource));
}

export type CustomGroup = { group: string; kinds: ApiResource[] };

/** Add-ons under Kubernetes' own domain that come as custom resources. */
const addOn = /^(gateway\.networking|snapshot\.storage|.*\.x|.*-x)\.k8s\.io$/;

/** Groups that Kubernetes itself ships; everything else was added to the cluster. */
function isBuiltIn(group: string): boolean {
  if (!group.includes('.')) return true;
  return group.endsWith('.k8s.io') && !addOn.test(group);
}

/** Custom kinds by their group, each in its preferred version; kinds that cannot be listed are left out. */
export function customGroups(served: ApiResource[]): CustomGroup[] {
  const groups = new Map<string, ApiResource[]>();
  for (const kind of served) {
    const listed = kind.preferred && kind.verbs.includes('list') && !kind.resource.includes('/');
    if (!listed || isBuiltIn(kind.group) || knownKind(kind)) continue;
    groups.set(kind.group, [...(groups.get(kind.group) ?? []), kind]);
  }
  return [...groups]
    .map(([group, kinds]) => ({ group, kinds: kinds.sort((a, b) => a.kind.localeCompare(b.kind)) }))
    .sort((a, b) => a.group.localeCompare(b.group));
}

/** What the overview counts; ReplicaSets only repeat what their Deployments say. */
export const countedKinds: KnownKind[] = [
  nodes,
  ...(kindGroups[0]?.kinds.filter(({ resource }) => resource !== 'replicasets') ?? []),
];
