import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

type Props = { label: ReactNode; side?: 'top' | 'right' | 'bottom' | 'left'; children: ReactNode };

/** A word about what is under the pointer or has the focus; the child must take a ref. */
export function Tooltip({ label, side = 'bottom', children }: Props) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-60 max-w-80 animate-fade rounded-md border bg-raised px-2 py-1 text-text text-xs shadow-raised"
          >
            {label}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
