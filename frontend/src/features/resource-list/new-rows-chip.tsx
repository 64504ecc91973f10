import { ArrowUp } from 'lucide-react';

/** Rows that came while the pointer rested on the list, or far down in it; they wait until they are asked for. */
export function NewRowsChip({ count, onShow }: { count: number; onShow: () => void }) {
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={onShow}
      className="tabular absolute top-11 left-1/2 z-20 flex h-7 -translate-x-1/2 animate-enter items-center gap-1.5 rounded-full bg-accent px-3 font-medium text-on-accent text-xs shadow-raised hover:bg-accent-hover"
    >
      <ArrowUp aria-hidden className="size-3.5" />
      {count} new
    </button>
  );
}
