import { type ClusterOutput, testCluster } from '@argus/sdk';
import { listClustersQueryKey } from '@argus/sdk/query';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, PlugZap, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { clusterHealth } from '@/lib/cluster-query';
import { problemOf } from '@/lib/problem';
import { mayChange, useSession } from '@/lib/session-store';
import { toast } from '@/lib/toast-store';

type Props = { cluster: ClusterOutput; onEdit: () => void; onDelete: () => void };

/** What can be done with one cluster of the table. */
export function ClusterMenu({ cluster, onEdit, onDelete }: Props) {
  const queries = useQueryClient();
  const canChange = useSession((state) => mayChange(state.user, cluster.id));
  const test = useMutation({
    mutationFn: () => testCluster({ path: { cluster_id: cluster.id }, throwOnError: true }),
    onSuccess: ({ data }) => {
      const { level, word } = clusterHealth(data);
      const latency = data.latencyMs === null ? '' : `Answered in ${Math.round(data.latencyMs)} ms.`;
      toast({ level, title: `${cluster.name}: ${word.toLowerCase()}`, detail: data.status.reason || latency });
      void queries.invalidateQueries({ queryKey: listClustersQueryKey() });
    },
    onError: (error) =>
      toast({ level: 'bad', title: `Could not test ${cluster.name}`, detail: problemOf(error).detail }),
  });
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${cluster.name}`} busy={test.isPending}>
          <Ellipsis />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={() => test.mutate()}>
          <PlugZap /> Test connection
        </MenuItem>
        <MenuItem onSelect={onEdit} disabled={!canChange}>
          <Pencil /> Edit
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={onDelete} disabled={!canChange}>
          <Trash2 /> Remove from Argus
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
