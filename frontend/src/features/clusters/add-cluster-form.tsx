import type { ProbeOutput } from '@argus/sdk';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { problemOf } from '@/lib/problem';
import { ContextChoice } from './context-choice';
import { fieldError, formError } from './field-error';
import { KubeconfigField } from './kubeconfig-field';
import { parseLabels } from './label-text';
import { ProbeResult } from './probe-result';
import type { useDraft } from './use-draft';

/** What a test or a refusal says stands below the fold of a small screen. */
function reveal(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' });
}

type Props = { draft: ReturnType<typeof useDraft>; error: unknown; probe: ProbeOutput | undefined; onHelp: () => void };

/** Kubeconfig, context, name and labels of a new cluster, with what the server says about each. */
export function AddClusterForm({ draft, error, probe, onHelp }: Props) {
  const { value, contexts, change } = draft;
  const labels = parseLabels(value.labels);
  const unread = contexts.error ? (fieldError(contexts.error, 'kubeconfig') ?? problemOf(contexts.error).detail) : null;
  const needsProgram = contexts.data?.some((context) => context.problem && /exec|auth-provider/.test(context.problem));
  const general = formError(error, 'name', 'labels', 'kubeconfig');
  return (
    <div className="flex flex-col gap-4">
      <KubeconfigField
        label="Kubeconfig"
        hint="Certificates and tokens inline, no file paths."
        value={value.kubeconfig}
        onChange={(kubeconfig) => change({ kubeconfig, context: null })}
        error={unread ?? fieldError(error, 'kubeconfig')}
      />
      {contexts.data && contexts.data.length > 0 && (
        <ContextChoice
          contexts={contexts.data}
          value={value.context}
          onChange={(context) => change({ context, name: null })}
        />
      )}
      {needsProgram && (
        <Notice
          level="info"
          title="Some contexts sign in by running a program"
          action={
            <Button size="sm" onClick={onHelp}>
              Show how
            </Button>
          }
        >
          Argus can be given an account of its own instead.
        </Notice>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" hint="Lower case letters, digits, - and ." error={fieldError(error, 'name')}>
          {(wiring) => (
            <Input
              {...wiring}
              maxLength={63}
              autoComplete="off"
              spellCheck={false}
              value={value.name ?? ''}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Labels"
          hint="env=prod, region=eu"
          error={typeof labels === 'string' ? labels : fieldError(error, 'labels')}
        >
          {(wiring) => (
            <Input
              {...wiring}
              autoComplete="off"
              spellCheck={false}
              value={value.labels}
              onChange={(event) => change({ labels: event.target.value })}
            />
          )}
        </Field>
      </div>
      <label htmlFor="insecure" className="flex items-start gap-2.5 text-sm">
        <Checkbox
          id="insecure"
          checked={value.insecure}
          onCheckedChange={(on) => change({ insecure: on === true })}
          className="mt-px"
        />
        <span>
          Skip the check of the server's certificate
          <span className="block text-text-3 text-xs">
            Anyone on the way could read the credentials. The choice is kept in the audit log.
          </span>
        </span>
      </label>
      {general && (
        <div ref={reveal}>
          <Notice level="bad" title={general.title}>
            {general.detail}
          </Notice>
        </div>
      )}
      {probe && (
        <div ref={reveal}>
          <ProbeResult probe={probe} />
        </div>
      )}
    </div>
  );
}
