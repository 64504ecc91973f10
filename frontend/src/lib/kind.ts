import type { Gvr } from '@/lib/place';

/** A kind of the sidebar: where it is and what Kubernetes calls it. */
export type KnownKind = Gvr & { kind: string; title: string; namespaced: boolean };

function known(group: string, version: string, resource: string, kind: string, title: string, namespaced = true) {
  return { group, version, resource, kind, title, namespaced };
}

/** Kinds that every cluster serves, in the order of the sidebar. */
export const kindGroups: { id: string; title: string; kinds: KnownKind[] }[] = [
  {
    id: 'workloads',
    title: 'Workloads',
    kinds: [
      known('core', 'v1', 'pods', 'Pod', 'Pods'),
      known('apps', 'v1', 'deployments', 'Deployment', 'Deployments'),
      known('apps', 'v1', 'statefulsets', 'StatefulSet', 'StatefulSets'),
      known('apps', 'v1', 'daemonsets', 'DaemonSet', 'DaemonSets'),
      known('apps', 'v1', 'replicasets', 'ReplicaSet', 'ReplicaSets'),
      known('batch', 'v1', 'jobs', 'Job', 'Jobs'),
      known('batch', 'v1', 'cronjobs', 'CronJob', 'CronJobs'),
      known('autoscaling', 'v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler', 'Autoscalers'),
    ],
  },
  {
    id: 'networking',
    title: 'Networking',
    kinds: [
      known('core', 'v1', 'services', 'Service', 'Services'),
      known('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice', 'EndpointSlices'),
      known('networking.k8s.io', 'v1', 'ingresses', 'Ingress', 'Ingresses'),
      known('networking.k8s.io', 'v1', 'ingressclasses', 'IngressClass', 'IngressClasses', false),
      known('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy', 'NetworkPolicies'),
    ],
  },
  {
    id: 'storage',
    title: 'Storage',
    kinds: [
      known('core', 'v1', 'persistentvolumeclaims', 'PersistentVolumeClaim', 'PersistentVolumeClaims'),
      known('core', 'v1', 'persistentvolumes', 'PersistentVolume', 'PersistentVolumes', false),
      known('storage.k8s.io', 'v1', 'storageclasses', 'StorageClass', 'StorageClasses', false),
    ],
  },
  {
    id: 'config',
    title: 'Config',
    kinds: [
      known('core', 'v1', 'configmaps', 'ConfigMap', 'ConfigMaps'),
      known('core', 'v1', 'secrets', 'Secret', 'Secrets'),
      known('core', 'v1', 'namespaces', 'Namespace', 'Namespaces', false),
      known('core', 'v1', 'resourcequotas', 'ResourceQuota', 'ResourceQuotas'),
      known('core', 'v1', 'limitranges', 'LimitRange', 'LimitRanges'),
      known('policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget', 'PodDisruptionBudgets'),
    ],
  },
  {
    id: 'rbac',
    title: 'RBAC',
    kinds: [
      known('core', 'v1', 'serviceaccounts', 'ServiceAccount', 'ServiceAccounts'),
      known('rbac.authorization.k8s.io', 'v1', 'roles', 'Role', 'Roles'),
      known('rbac.authorization.k8s.io', 'v1', 'rolebindings', 'RoleBinding', 'RoleBindings'),
      known('rbac.authorization.k8s.io', 'v1', 'clusterroles', 'ClusterRole', 'ClusterRoles', false),
      known(
        'rbac.authorization.k8s.io',
        'v1',
        'clusterrolebindings',
        'ClusterRoleBinding',
        'ClusterRoleBindings',
        false,
      ),
    ],
  },
];

export const pods = known('core', 'v1', 'pods', 'Pod', 'Pods');
export const deployments = known('apps', 'v1', 'deployments', 'Deployment', 'Deployments');
export const nodes = known('core', 'v1', 'nodes', 'Node', 'Nodes', false);
export const events = known('core', 'v1', 'events', 'Event', 'Events');

/** Every kind known beforehand. */
export const knownKinds: KnownKind[] = [...kindGroups.flatMap((group) => group.kinds), nodes, events];

/** The known kind at a place, whatever its version; undefined for custom ones. */
export function knownKind({ group, resource }: Pick<Gvr, 'group' | 'resource'>): KnownKind | undefined {
  return knownKinds.find((kind) => kind.group === group && kind.resource === resource);
}

/** What a page calls a kind in the plural; custom kinds go by their resource. */
export function kindTitle(kind: Gvr): string {
  return knownKind(kind)?.title ?? kind.resource;
}
