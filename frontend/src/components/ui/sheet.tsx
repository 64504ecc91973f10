import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/lib/class-name';
import { Button } from './button';
import { useReturnFocus } from './return-focus';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  side?: 'left' | 'right';
  children: ReactNode;
  footer?: ReactNode;
  className?: string;
};

/** A panel from the side over the page: previews at the right, navigation of a phone at the left. */
export function Sheet({ open, onOpenChange, title, side = 'right', children, footer, className }: Props) {
  const returnFocus = useReturnFocus();
  const place =
    side === 'left' ? 'left-0 border-r [--sheet-from:-16px]' : 'right-0 border-l max-sm:w-full max-sm:max-w-none';
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className={cn(
            'fixed inset-y-0 z-50 flex w-[min(560px,90vw)] animate-sheet flex-col border-line bg-raised shadow-raised focus:outline-none',
            place,
            className,
          )}
        >
          <header className="flex h-12 shrink-0 items-center gap-3 border-b px-4">
            <Radix.Title className="min-w-0 flex-1 truncate font-semibold text-base">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon-sm" aria-label="Close" className="-mr-1.5">
                <X />
              </Button>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t p-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
