'use client';

import { listNamespacesOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { usePathname, useSearchParams } from 'next/navigation';
import { cn } from '@/lib/class-name';
import { useGo } from '@/lib/leave';
import { listPath, type Place } from '@/lib/place';
import { useUi } from '@/lib/ui-store';
import { Picker } from './picker';

const all = '*';

/** Chooses a namespace of the cluster in place; a list that is open shows it at once, later ones begin with it. */
export function NamespaceSwitcher({
  cluster,
  place,
  className,
}: {
  cluster: string;
  place: Place;
  className?: string;
}) {
  const go = useGo();
  const pathname = usePathname();
  const search = useSearchParams();
  const { data } = useQuery({ ...listNamespacesOptions({ path: { cluster_id: cluster } }), staleTime: 30_000 });
  const setNamespace = useUi((state) => state.setNamespace);
  const current = place.namespace ?? search.get('namespace');
  const names = (data?.items ?? []).map(({ name }) => ({ id: name, label: name }));
  const choose = (id: string) => {
    const namespace = id === all ? null : id;
    setNamespace(cluster, namespace);
    if (place.name && place.kind) go(listPath(cluster, place.kind, { namespace }));
    else go(withNamespace(pathname, search, namespace));
  };
  return (
    <Picker
      label="Namespace"
      options={[{ id: all, label: 'All namespaces' }, ...names]}
      value={current ?? all}
      onChoose={choose}
      className={cn('border-transparent', className)}
    >
      <span className={cn('min-w-0 truncate', !current && 'text-text-3')}>{current ?? 'All namespaces'}</span>
      <ChevronDown aria-hidden className="size-3.5 shrink-0 text-text-3" />
    </Picker>
  );
}

function withNamespace(pathname: string, search: URLSearchParams, namespace: string | null): string {
  const next = new URLSearchParams(search);
  next.delete('cursor');
  if (namespace) next.set('namespace', namespace);
  else next.delete('namespace');
  return next.size > 0 ? `${pathname}?${next}` : pathname;
}
