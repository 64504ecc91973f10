'use client';

import { getResourceOptions } from '@argus/sdk/query';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { knownKind } from '@/lib/kind';
import { type Gvr, objectId } from '@/lib/place';
import { toast } from '@/lib/toast-store';
import { consequences } from './consequence';
import { countWords } from './count-words';
import { OutcomeList } from './outcome-list';
import { useDeletion, type Victim } from './use-deletion';

type Props = {
  kind: Gvr;
  victims: Victim[];
  onClose: () => void;
  /** All of them are gone, or at least told to go. */
  onDone: () => void;
  /** Ask for the name to be typed. */
  byName?: boolean;
};

/** Reading more objects than this only to word a question would take too long. */
const looked = 50;

function useConsequences(kind: Gvr, victims: Victim[]): string[] | null {
  const results = useQueries({
    queries: victims.slice(0, looked).map(({ cluster, namespace, name }) => ({
      ...getResourceOptions({
        path: { cluster_id: cluster, ...kind, name },
        query: { namespace: namespace || undefined },
      }),
      retry: false,
      staleTime: 60_000,
    })),
  });
  if (results.some((result) => result.isPending)) return null;
  const rest = new Array<null>(Math.max(0, victims.length - looked)).fill(null);
  return consequences(kind, [...results.map(({ data }) => data ?? null), ...rest]);
}

/** Says what deleting will do and asks; afterwards shows the outcome of each object that did not go. */
export function DeleteDialog({ kind, victims, onClose, onDone, byName }: Props) {
  const [typed, setTyped] = useState('');
  const { outcomes, running, run } = useDeletion(kind);
  const sentences = useConsequences(kind, victims);
  const [first] = victims;
  const single = victims.length === 1 && first ? first.name : null;
  const what = single ? `${knownKind(kind)?.kind ?? kind.resource} ${single}` : countWords(kind, victims.length);
  const failed = victims.filter((victim) => outcomes.get(objectId(victim))?.state === 'failed');
  const left = failed.length > 0 ? failed : victims;
  const armed = !byName || typed === single;
  const start = async () => {
    if ((await run(left)) > 0) return;
    toast({ level: 'ok', title: `Deleted ${what}` });
    onDone();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${what}`}
      footer={
        <>
          <Button onClick={onClose}>{failed.length > 0 ? 'Close' : 'Cancel'}</Button>
          <Button variant="danger" busy={running} disabled={!armed} onClick={start}>
            {failed.length > 0
              ? `Try ${countWords(kind, failed.length)} again`
              : `Delete ${countWords(kind, victims.length)}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pb-1">
        <Notice level="warn" title="This cannot be undone">
          {sentences ? `${sentences.join('; ')}.` : <Skeleton className="mt-1 w-3/4" />}
        </Notice>
        {!single && <OutcomeList victims={victims} outcomes={outcomes} />}
        {single && failed.length > 0 && <OutcomeList victims={failed} outcomes={outcomes} />}
        {byName && single && (
          <Field label={`Type ${single} to confirm`}>
            {(wiring) => (
              <Input
                {...wiring}
                autoFocus
                autoComplete="off"
                spellCheck={false}
                className="font-mono"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                onKeyDown={(event) => event.key === 'Enter' && armed && !running && start()}
              />
            )}
          </Field>
        )}
      </div>
    </Dialog>
  );
}
