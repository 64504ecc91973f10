'use client';

import { listNamespacesOptions } from '@argus/sdk/query';
import { useQueries } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { Picker } from '@/components/layout/picker';
import { useUi } from '@/lib/ui-store';
import { useClusterNames } from './use-cluster-names';

type Props = { cluster: string | null; value: string; onChange: (namespace: string) => void };

const all = '*';

/** Chooses the namespace of a list: of its cluster, or by name over all clusters. */
export function NamespaceFilter({ cluster, value, onChange }: Props) {
  const clusters = useClusterNames();
  const setNamespace = useUi((state) => state.setNamespace);
  const ids = cluster === null ? clusters.ids : [cluster];
  const names = useQueries({
    queries: ids.map((id) => ({ ...listNamespacesOptions({ path: { cluster_id: id } }), staleTime: 30_000 })),
    combine: (results) => [...new Set(results.flatMap(({ data }) => data?.items.map(({ name }) => name) ?? []))].sort(),
  });
  const choose = (id: string) => {
    const namespace = id === all ? '' : id;
    if (cluster !== null) setNamespace(cluster, namespace || null);
    onChange(namespace);
  };
  const options = names.map((name) => ({ id: name, label: name }));
  return (
    <Picker
      label="Namespace of the list"
      options={[{ id: all, label: 'All namespaces' }, ...options]}
      value={value || all}
      onChoose={choose}
      className="max-w-56 bg-surface max-sm:w-full max-sm:max-w-none"
    >
      <span className="min-w-0 flex-1 truncate text-left">{value || 'All namespaces'}</span>
      <ChevronDown aria-hidden className="size-3.5 shrink-0 text-text-3" />
    </Picker>
  );
}
