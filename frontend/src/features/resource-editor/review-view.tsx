import type { ChangeResult } from '@argus/sdk';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { DiffView } from './diff-view';
import { countChanges } from './line-diff';

type Props = { result: ChangeResult; busy: boolean; onBack: () => void; onApply: () => void };

/** What the cluster says the change would do, before it is done. */
export function ReviewView({ result, busy, onBack, onApply }: Props) {
  const { added, removed } = countChanges(result.diff);
  const nothing = added + removed === 0;
  return (
    <section aria-label="Review" className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto">
      {nothing ? (
        <Notice level="info" title="Nothing would change">
          The cluster’s defaults and webhooks leave the object as it is.
        </Notice>
      ) : (
        <DiffView diff={result.diff} label="What will change" />
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="mr-auto text-sm text-text-3">
          Tried on the cluster, after its defaults and webhooks. Nothing is stored yet.
        </p>
        <Button onClick={onBack}>Back to editing</Button>
        <Button variant="primary" busy={busy} disabled={nothing} onClick={onApply}>
          Apply
        </Button>
      </div>
    </section>
  );
}
