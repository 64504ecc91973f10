import { Check, Minus } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/class-name';

type Props = Omit<ComponentProps<'button'>, 'onChange'> & {
  checked: boolean | 'indeterminate';
  onCheckedChange?: (checked: boolean) => void;
};

/** A checkbox; `checked="indeterminate"` for some of many. */
export function Checkbox({ checked, onCheckedChange, onClick, className, ...rest }: Props) {
  const Mark = checked === 'indeterminate' ? Minus : Check;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an input's mark cannot be drawn, and scripts alone make it mixed
    <button
      type="button"
      role="checkbox"
      aria-checked={checked === 'indeterminate' ? 'mixed' : checked}
      onClick={(event) => {
        onClick?.(event);
        onCheckedChange?.(checked !== true);
      }}
      className={cn(
        'grid size-4 shrink-0 place-content-center rounded-sm border transition-colors disabled:opacity-50',
        checked ? 'border-accent bg-accent' : 'border-line-strong bg-surface hover:border-text-3',
        className,
      )}
      {...rest}
    >
      {checked && <Mark aria-hidden className="size-3 text-on-accent" strokeWidth={3} />}
    </button>
  );
}
