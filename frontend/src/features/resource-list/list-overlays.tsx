'use client';

import { deferred } from '@/components/deferred';
import type { Gvr } from '@/lib/place';
import type { RowChoice } from './use-row-choice';

const DeleteDialog = deferred(() =>
  import('@/features/resource-delete/delete-dialog').then((module) => module.DeleteDialog),
);
const SelectionBar = deferred(() => import('./selection-bar').then((module) => module.SelectionBar));
const RowPreview = deferred(() => import('./row-preview').then((module) => module.RowPreview));

type Props = { kind: Gvr; selected: number; total: number; onDelete: () => void; choice: RowChoice };

/** What lies over the list: the preview, the bar of selected rows, the question before deleting. */
export function ListOverlays({ kind, selected, total, onDelete, choice }: Props) {
  const { preview, doomed, setPreview, setDoomed, clear } = choice;
  return (
    <>
      {selected > 0 && <SelectionBar kind={kind} count={selected} total={total} onDelete={onDelete} onClear={clear} />}
      {preview && <RowPreview kind={kind} row={preview} onClose={() => setPreview(null)} />}
      {doomed.length > 0 && (
        <DeleteDialog
          kind={kind}
          victims={doomed}
          onClose={() => setDoomed([])}
          onDone={() => {
            setDoomed([]);
            clear();
          }}
        />
      )}
    </>
  );
}
