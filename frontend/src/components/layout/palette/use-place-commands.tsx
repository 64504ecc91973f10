import { StatusIcon } from '@/components/ui/status';
import { clusterHealth, useClusters } from '@/lib/cluster-query';
import { listableKinds, useApiResources } from '@/lib/discovery';
import { type KnownKind, knownKinds } from '@/lib/kind';
import { useGo } from '@/lib/leave';
import { clusterPath, listPath } from '@/lib/place';
import { useScope } from '@/lib/scope';
import { useUi } from '@/lib/ui-store';
import type { Command } from './command';

/** Pages, clusters and kinds one can go to, and the few things the interface itself can do. */
export function usePlaceCommands(): Command[] {
  const goTo = useGo();
  const { cluster } = useScope();
  const clusters = useClusters().data?.items ?? [];
  const discovered = useApiResources(cluster).data?.items;
  const { setTheme, setDensity, density } = useUi();
  const name = clusters.find((one) => one.id === cluster)?.name ?? 'all clusters';
  const kinds: KnownKind[] = discovered ? listableKinds(discovered) : knownKinds;
  const go = (path: string) => () => goTo(path);
  return [
    ...clusters.map((one) => ({
      id: `cluster:${one.id}`,
      group: 'Clusters',
      label: one.name,
      detail: clusterHealth(one).word,
      icon: <StatusIcon level={clusterHealth(one).level} />,
      words: `cluster ${Object.values(one.labels).join(' ')}`,
      run: go(clusterPath(one.id)),
    })),
    ...kinds.map((kind) => ({
      id: `kind:${kind.group}/${kind.resource}`,
      group: `Kinds in ${name}`,
      label: kind.title,
      detail: kind.group === 'core' ? undefined : kind.group,
      words: `${kind.resource} ${kind.kind}`,
      run: go(listPath(cluster, kind)),
    })),
    { id: 'overview', group: 'Pages', label: 'Overview', words: 'dashboard home', run: go('/dashboard') },
    { id: 'clusters', group: 'Pages', label: 'Clusters', run: go('/clusters') },
    { id: 'add', group: 'Pages', label: 'Add a cluster', words: 'kubeconfig', run: go('/clusters?add=1') },
    { id: 'dark', group: 'Appearance', label: 'Dark theme', run: () => setTheme('dark') },
    { id: 'light', group: 'Appearance', label: 'Light theme', run: () => setTheme('light') },
    { id: 'system', group: 'Appearance', label: 'Theme of the system', run: () => setTheme('system') },
    {
      id: 'density',
      group: 'Appearance',
      label: density === 'compact' ? 'Normal rows' : 'Compact rows',
      run: () => setDensity(density === 'compact' ? 'normal' : 'compact'),
    },
  ];
}
