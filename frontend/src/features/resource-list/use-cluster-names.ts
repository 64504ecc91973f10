'use client';

import { listClustersOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

/** The clusters the reader may see: their ids, and the name behind an id. */
export function useClusterNames() {
  const { data } = useQuery({ ...listClustersOptions(), staleTime: 10_000 });
  const names = useMemo(() => new Map(data?.items.map(({ id, name }) => [id, name])), [data]);
  const ids = useMemo(() => [...names.keys()], [names]);
  const name = useCallback((id: string) => names.get(id) ?? id, [names]);
  return { ids, name };
}
