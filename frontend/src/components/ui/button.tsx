import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/class-name';

const look =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium text-sm transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0';

const variants = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line-strong bg-surface text-text hover:bg-hover',
  ghost: 'text-text-2 hover:bg-hover hover:text-text data-[state=open]:bg-hover data-[state=open]:text-text',
  danger: 'bg-bad-solid text-white hover:brightness-110',
  'danger-ghost': 'text-bad hover:bg-hover',
};

const sizes = { sm: 'h-7 px-2', md: 'h-8 px-3', lg: 'h-10 px-4 text-base', icon: 'size-8', 'icon-sm': 'size-7' };

type Look = { variant?: keyof typeof variants; size?: keyof typeof sizes };
type Props = ComponentProps<'button'> & Look & { asChild?: boolean; busy?: boolean };

/** A button; `asChild` gives the look to a link. While `busy` it keeps its width and cannot be pressed again. */
export function Button({ className, variant = 'secondary', size = 'md', asChild, busy, disabled, ...rest }: Props) {
  const Tag = asChild ? Slot.Root : 'button';
  const type = asChild ? undefined : 'button';
  return (
    <Tag
      type={type}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={cn(look, variants[variant], sizes[size], busy && 'animate-pulse', className)}
      {...rest}
    />
  );
}
