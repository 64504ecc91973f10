import { ArrowUp } from 'lucide-react';
import { formatCount } from '@/lib/quantity';

type Props = { count: number; onShow: () => void; onHold: (held: boolean) => void };

/** Rows that came while the pointer rested on the list, or far down in it; they wait until they are asked for. */
export function NewRowsChip({ count, onShow, onHold }: Props) {
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={() => {
        onHold(false);
        onShow();
      }}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      className="tabular absolute top-11 left-1/2 z-20 flex h-7 -translate-x-1/2 animate-enter items-center gap-1.5 rounded-full bg-accent px-3 font-medium text-on-accent text-xs shadow-raised hover:bg-accent-hover"
    >
      <ArrowUp aria-hidden className="size-3.5" />
      {formatCount(count)} new
    </button>
  );
}
