'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { Gvr, ObjectPlace } from '@/lib/place';
import { restartedAt } from './object-action';
import { useChange } from './use-change';

type Props = { kind: Gvr; place: ObjectPlace; onClose: () => void };

/** Has a workload replace all its pods, a few at a time as its strategy says. */
export function RestartDialog({ kind, place, onClose }: Props) {
  const change = useChange(kind, place, `Restarting ${place.name}`);
  const start = () => change.mutate((fresh) => restartedAt(fresh, new Date().toISOString()), { onSuccess: onClose });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Restart ${place.name}`}
      className="max-w-md"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={change.isPending} onClick={start}>
            Restart
          </Button>
        </>
      }
    >
      <p className="pb-1 text-sm text-text-2">
        Every pod is replaced by a new one of the same version, a few at a time, as the update strategy says.
      </p>
    </Dialog>
  );
}
