import type { ClusterInput, ContextOutput } from '@argus/sdk';
import { useState } from 'react';
import { suggestedName } from './cluster-name';
import { parseLabels } from './label-text';
import { useContexts } from './use-contexts';

export type Draft = {
  kubeconfig: string;
  context: string | null;
  name: string | null;
  labels: string;
  insecure: boolean;
};

export const emptyDraft: Draft = { kubeconfig: '', context: null, name: null, labels: '', insecure: false };

/** What the API gets for a draft. */
export function toInput({ kubeconfig, context, name, labels, insecure }: Draft): ClusterInput {
  const parsed = parseLabels(labels);
  return {
    name: name ?? '',
    kubeconfig,
    context,
    labels: typeof parsed === 'string' ? {} : parsed,
    insecureSkipTlsVerify: insecure,
  };
}

function usable(contexts: ContextOutput[]): ContextOutput | undefined {
  const able = contexts.filter((context) => context.problem === null);
  return able.find((context) => context.current) ?? able[0];
}

/** The form's values. Until they are chosen, context and name follow the kubeconfig. */
export function useDraft(initial: Draft) {
  const [draft, setDraft] = useState(initial);
  const contexts = useContexts(draft.kubeconfig);
  const known = contexts.data ?? [];
  const chosen = known.find((context) => context.name === draft.context && !context.problem) ?? usable(known);
  const value = {
    ...draft,
    context: chosen?.name ?? null,
    name: draft.name ?? (chosen ? suggestedName(chosen.name) : null),
  };
  const labelError = typeof parseLabels(draft.labels) === 'string';
  return {
    value,
    contexts,
    complete: chosen !== undefined && value.name !== null && value.name !== '' && !labelError,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
  };
}
