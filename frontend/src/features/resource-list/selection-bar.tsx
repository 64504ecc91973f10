import { Trash2, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { countWords } from '@/features/resource-delete/count-words';
import type { Gvr } from '@/lib/place';
import { formatCount } from '@/lib/quantity';

type Props = { kind: Gvr; count: number; total: number; onDelete: () => void; onClear: () => void };

/** What can be done with the selected rows; at the bottom, where a thumb reaches it. */
export function SelectionBar({ kind, count, total, onDelete, onClear }: Props) {
  return (
    <div
      role="toolbar"
      aria-label="Selection"
      className="absolute inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[calc(100%-2rem)] animate-enter items-center gap-3 rounded-xl border bg-raised py-2 pr-2 pl-4 shadow-raised"
    >
      <span className="tabular whitespace-nowrap text-sm">
        {countWords(kind, count)} selected{total > count && ` of ${formatCount(total)}`}
      </span>
      <Button variant="danger" size="sm" onClick={onDelete}>
        <Trash2 /> Delete…
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label="Clear the selection" onClick={onClear}>
        <X />
      </Button>
    </div>
  );
}
