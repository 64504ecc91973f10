import { type ClusterOutput, updateCluster } from '@argus/sdk';
import { listClustersQueryKey } from '@argus/sdk/query';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/lib/toast-store';
import { fieldError, formError } from './field-error';
import { KubeconfigField } from './kubeconfig-field';
import { formatLabels, parseLabels } from './label-text';

/** Renames a cluster, changes its labels, or gives it new credentials. */
export function EditCluster({ cluster, onClose }: { cluster: ClusterOutput; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(cluster.name);
  const [labelText, setLabelText] = useState(formatLabels(cluster.labels));
  const [kubeconfig, setKubeconfig] = useState('');
  const labels = parseLabels(labelText);
  const save = useMutation({
    mutationFn: () =>
      updateCluster({
        path: { cluster_id: cluster.id },
        body: {
          name,
          labels: typeof labels === 'string' ? undefined : labels,
          kubeconfig: kubeconfig.trim() || undefined,
        },
        throwOnError: true,
      }),
    onSuccess: async ({ data }) => {
      await queries.invalidateQueries({ queryKey: listClustersQueryKey() });
      toast({ level: 'ok', title: `Saved ${data.name}` });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const general = formError(save.error, 'name', 'labels', 'kubeconfig');
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Edit ${cluster.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="edit-cluster"
            variant="primary"
            busy={save.isPending}
            disabled={typeof labels === 'string'}
          >
            Save
          </Button>
        </>
      }
    >
      <form id="edit-cluster" onSubmit={submit} className="flex flex-col gap-4 pb-2">
        {general && (
          <Notice level="bad" title={general.title}>
            {general.detail}
          </Notice>
        )}
        <Field label="Name" error={fieldError(save.error, 'name')}>
          {(wiring) => <Input {...wiring} required value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field
          label="Labels"
          hint="name=value, separated by commas"
          error={typeof labels === 'string' ? labels : fieldError(save.error, 'labels')}
        >
          {(wiring) => <Input {...wiring} value={labelText} onChange={(event) => setLabelText(event.target.value)} />}
        </Field>
        <KubeconfigField
          label="New kubeconfig"
          hint="Only to replace the credentials; empty keeps those stored. It is never shown again."
          value={kubeconfig}
          onChange={setKubeconfig}
          error={fieldError(save.error, 'kubeconfig', 'context')}
          rows={4}
        />
      </form>
    </Dialog>
  );
}
