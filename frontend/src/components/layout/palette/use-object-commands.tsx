import { searchFleetOptions } from '@argus/sdk/query';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { StatusIcon } from '@/components/ui/status';
import { useGo } from '@/lib/leave';
import { objectPath } from '@/lib/place';
import type { Command } from './command';

function useSettled(text: string, ms: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}

/** Objects of all clusters whose name contains the text, from the server's index. */
export function useObjectCommands(text: string): { commands: Command[]; searching: boolean; truncated: boolean } {
  const go = useGo();
  const q = useSettled(text.trim(), 120);
  const { data, isFetching } = useQuery({
    ...searchFleetOptions({ query: { q, limit: 12 } }),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  });
  const hits = q.length > 1 ? (data?.hits ?? []) : [];
  const commands = hits.map((hit) => ({
    id: `object:${hit.cluster}/${hit.group}/${hit.resource}/${hit.namespace}/${hit.name}`,
    group: 'Objects',
    label: hit.name,
    detail: [hit.kind, hit.namespace, hit.clusterName].filter(Boolean).join(' · '),
    icon: <StatusIcon level={hit.health.level} />,
    run: () => go(objectPath(hit, hit)),
  }));
  return { commands, searching: isFetching, truncated: data?.truncated ?? false };
}
