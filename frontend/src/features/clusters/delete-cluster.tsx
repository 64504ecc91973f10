import { type ClusterOutput, deleteCluster } from '@argus/sdk';
import { listClustersQueryKey } from '@argus/sdk/query';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { problemOf } from '@/lib/problem';
import { toast } from '@/lib/toast-store';

/** Removes a cluster after its name has been typed. */
export function DeleteCluster({ cluster, onClose }: { cluster: ClusterOutput; onClose: () => void }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => deleteCluster({ path: { cluster_id: cluster.id }, throwOnError: true }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: listClustersQueryKey() });
      toast({ level: 'ok', title: `Removed ${cluster.name}` });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === cluster.name) remove.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Remove ${cluster.name}`}
      description="Argus forgets the cluster and its credentials, and its live lists end for everyone. The cluster itself and what runs in it are not touched."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="delete-cluster"
            variant="danger"
            busy={remove.isPending}
            disabled={typed !== cluster.name}
          >
            Remove {cluster.name}
          </Button>
        </>
      }
    >
      <form id="delete-cluster" onSubmit={submit} className="flex flex-col gap-4 py-2">
        {remove.error && (
          <Notice level="bad" title="It was not removed">
            {problemOf(remove.error).detail}
          </Notice>
        )}
        <Field label={`Type ${cluster.name} to confirm`}>
          {(wiring) => (
            <Input
              {...wiring}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
