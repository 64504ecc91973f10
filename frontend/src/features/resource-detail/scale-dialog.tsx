'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type KubeObject, numberAt } from '@/lib/kube-object';
import type { Gvr, ObjectPlace } from '@/lib/place';
import { scaledTo } from './object-action';
import { useChange } from './use-change';

type Props = { kind: Gvr; place: ObjectPlace; object: KubeObject; onClose: () => void };

function effect(now: number, next: number): string {
  if (next === now) return 'That is what it has now.';
  if (next === 0) return `All ${now} pods will be removed.`;
  const by = Math.abs(next - now);
  return `${by} ${by === 1 ? 'pod' : 'pods'} will be ${next > now ? 'added' : 'removed'}.`;
}

/** Sets how many replicas a workload has. */
export function ScaleDialog({ kind, place, object, onClose }: Props) {
  const now = numberAt(object, 'spec', 'replicas') ?? 1;
  const [text, setText] = useState(String(now));
  const form = useId();
  const next = /^\d{1,5}$/.test(text) ? Number(text) : null;
  const change = useChange(kind, place, `Scaled ${place.name} to ${next}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (next !== null) change.mutate((fresh) => scaledTo(fresh, next), { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Scale ${place.name}`}
      className="max-w-sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={change.isPending}
            disabled={next === null || next === now}
          >
            {next === null ? 'Scale' : `Scale to ${next}`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="pb-1">
        <Field
          label="Replicas"
          hint={next !== null && effect(now, next)}
          error={next === null ? 'A whole number from 0 to 99999.' : null}
        >
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              inputMode="numeric"
              value={text}
              onChange={(event) => setText(event.target.value.trim())}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
