import { Popover as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/class-name';

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;

type Props = ComponentProps<typeof Radix.Content> & { label: string };

/** The panel of a popover. It is a dialog, so it needs a name. */
export function PopoverContent({ label, className, ...rest }: Props) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={4}
        collisionPadding={8}
        align="start"
        aria-label={label}
        className={cn(
          'z-50 w-72 animate-enter rounded-lg border bg-raised p-1 shadow-raised focus:outline-none',
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}
