'use client';

import { DeleteDialog } from '@/features/resource-delete/delete-dialog';
import type { Gvr } from '@/lib/place';
import type { ListRow } from './live-rows';
import { RowPreview } from './row-preview';
import { SelectionBar } from './selection-bar';
import type { RowChoice } from './use-row-choice';

type Props = { kind: Gvr; selected: ListRow[]; total: number; choice: RowChoice };

/** What lies over the list: the preview, the bar of selected rows, the question before deleting. */
export function ListOverlays({ kind, selected, total, choice }: Props) {
  const { preview, doomed, setPreview, setDoomed, clear } = choice;
  return (
    <>
      {selected.length > 0 && (
        <SelectionBar
          kind={kind}
          count={selected.length}
          total={total}
          onDelete={() => setDoomed(selected)}
          onClear={clear}
        />
      )}
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
