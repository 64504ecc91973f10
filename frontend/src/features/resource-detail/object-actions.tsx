'use client';

import { MoreHorizontal, Pencil, RotateCw, Scaling, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/menu';
import { DeleteDialog } from '@/features/resource-delete/delete-dialog';
import { type KubeObject, textAt } from '@/lib/kube-object';
import type { Gvr, ObjectPlace } from '@/lib/place';
import { canRestart, canScale } from './object-action';
import { RestartDialog } from './restart-dialog';
import { ScaleDialog } from './scale-dialog';

type Props = { kind: Gvr; place: ObjectPlace; object: KubeObject; onEdit: () => void; onDeleted: () => void };

/** What can be done to the object; what destroys is in the menu. */
export function ObjectActions({ kind, place, object, onEdit, onDeleted }: Props) {
  const [open, setOpen] = useState<'scale' | 'restart' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const victim = { ...place, namespace: place.namespace ?? '', uid: textAt(object, 'metadata', 'uid') };
  return (
    <div className="flex gap-2 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-20 max-sm:border-t max-sm:bg-raised max-sm:p-2 max-sm:[&>button:not(:last-of-type)]:flex-1">
      {canScale(kind) && (
        <Button onClick={() => setOpen('scale')}>
          <Scaling /> Scale
        </Button>
      )}
      {canRestart(kind) && (
        <Button onClick={() => setOpen('restart')}>
          <RotateCw /> Restart
        </Button>
      )}
      <Button onClick={onEdit}>
        <Pencil /> Edit
      </Button>
      <Menu>
        <MenuTrigger asChild>
          <Button size="icon" aria-label="More actions">
            <MoreHorizontal />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem danger onSelect={() => setOpen('delete')}>
            <Trash2 /> Delete…
          </MenuItem>
        </MenuContent>
      </Menu>
      {open === 'scale' && <ScaleDialog kind={kind} place={place} object={object} onClose={close} />}
      {open === 'restart' && <RestartDialog kind={kind} place={place} onClose={close} />}
      {open === 'delete' && <DeleteDialog byName kind={kind} victims={[victim]} onClose={close} onDone={onDeleted} />}
    </div>
  );
}
