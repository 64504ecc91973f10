import type { ApiResource } from '@argus/sdk';
import { expect, it } from 'vitest';
import { clusterTabs, customGroups, kindsOf } from './kind-tabs';

function served(group: string, resource: string, kind: string, part: Partial<ApiResource> = {}): ApiResource {
  return {
    group,
    version: 'v1',
    resource,
    kind,
    singular: '',
    namespaced: true,
    verbs: ['list', 'watch'],
    shortNames: [],
    categories: [],
    preferred: true,
    ...part,
  };
}

it('has a tab for every part of the sidebar', () => {
  expect(clusterTabs.map(({ id }) => id)).toEqual([
    'overview',
    'workloads',
    'networking',
    'storage',
    'config',
    'rbac',
    'events',
    'custom',
  ]);
});

it('shows only kinds that the cluster serves', () => {
  const kinds = kindsOf('workloads', [served('core', 'pods', 'Pod'), served('apps', 'deployments', 'Deployment')]);
  expect(kinds.map(({ resource }) => resource)).toEqual(['pods', 'deployments']);
  expect(kindsOf('workloads', undefined).length).toBeGreaterThan(5);
});

it('groups custom kinds and leaves out what Kubernetes ships', () => {
  const groups = customGroups([
    served('core', 'pods', 'Pod'),
    served('apps', 'controllerrevisions', 'ControllerRevision'),
    served('coordination.k8s.io', 'leases', 'Lease'),
    served('gateway.networking.k8s.io', 'gateways', 'Gateway'),
    served('networking.istio.io', 'virtualservices', 'VirtualService'),
    served('networking.istio.io', 'gateways', 'Gateway'),
    served('networking.istio.io', 'gateways', 'Gateway', { version: 'v1beta1', preferred: false }),
    served('tekton.dev', 'runs/status', 'Run'),
    served('tekton.dev', 'reviews', 'Review', { verbs: ['create'] }),
  ]);
  expect(groups.map(({ group, kinds }) => [group, kinds.map(({ kind }) => kind)])).toEqual([
    ['gateway.networking.k8s.io', ['Gateway']],
    ['networking.istio.io', ['Gateway', 'VirtualService']],
  ]);
});
