import { createCluster, testKubeconfig } from '@argus/sdk';
import { listClustersQueryKey } from '@argus/sdk/query';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { clusterPath } from '@/lib/place';
import { toast } from '@/lib/toast-store';
import { AddClusterForm } from './add-cluster-form';
import { OnboardingHelp } from './onboarding-help';
import { emptyDraft, toInput, useDraft } from './use-draft';

/** Adds a cluster from a kubeconfig: choose a context, name it, test it, keep it. */
export function AddCluster({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [help, setHelp] = useState(false);
  const draft = useDraft(emptyDraft);
  const input = toInput(draft.value);
  const test = useMutation({ mutationFn: () => testKubeconfig({ body: toInput(draft.value), throwOnError: true }) });
  const add = useMutation({
    mutationFn: () => createCluster({ body: toInput(draft.value), throwOnError: true }),
    onSuccess: async ({ data }) => {
      await queries.invalidateQueries({ queryKey: listClustersQueryKey() });
      toast({
        level: 'ok',
        title: `Added ${data.name}`,
        action: { label: 'Open', run: () => router.push(clusterPath(data.id)) },
      });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const change = (next: Parameters<typeof draft.change>[0]) => {
    test.reset();
    add.reset();
    draft.change(next);
  };
  const ready = draft.complete;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={help ? 'Connect EKS, GKE or AKS' : 'Add a cluster'}
      description={help ? undefined : 'The kubeconfig is tried first, then kept encrypted. It is never shown again.'}
      footer={
        help ? (
          <Button variant="primary" onClick={() => setHelp(false)}>
            Back to the kubeconfig
          </Button>
        ) : (
          <>
            <Button variant="ghost" onClick={() => setHelp(true)} className="mr-auto">
              EKS, GKE, AKS…
            </Button>
            <Button disabled={!ready} busy={test.isPending} onClick={() => test.mutate()}>
              Test connection
            </Button>
            <Button type="submit" form="add-cluster" variant="primary" disabled={!ready} busy={add.isPending}>
              Add {input.name || 'cluster'}
            </Button>
          </>
        )
      }
    >
      {help ? (
        <OnboardingHelp />
      ) : (
        <form id="add-cluster" onSubmit={submit} className="pb-2">
          <AddClusterForm
            draft={{ ...draft, change }}
            error={add.error ?? test.error}
            probe={test.data?.data}
            onHelp={() => setHelp(true)}
          />
        </form>
      )}
    </Dialog>
  );
}
