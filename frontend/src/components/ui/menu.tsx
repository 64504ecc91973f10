import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/class-name';

const item =
  'flex h-8 cursor-default select-none items-center gap-2 rounded-md px-2 text-sm outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-text-3';

/**
 * A menu. Radix's modal kind hides the page behind from assistive technology while its controls can still have the
 * focus; instead, a clear sheet under the panel takes the press that closes it, so that it does nothing else.
 */
export function Menu(props: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root modal={false} {...props} />;
}

export const MenuTrigger = Radix.Trigger;
export const MenuRadioGroup = Radix.RadioGroup;

/** The panel of a dropdown menu. */
export function MenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <>
      <Radix.Portal>
        <div aria-hidden className="fixed inset-0 z-50" />
      </Radix.Portal>
      <Radix.Portal>
        <Radix.Content
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            'z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 animate-enter overflow-y-auto rounded-lg border bg-raised p-1 shadow-raised',
            className,
          )}
          {...rest}
        />
      </Radix.Portal>
    </>
  );
}

type ItemProps = ComponentProps<typeof Radix.Item> & { danger?: boolean };

/** One action; `danger` for those that destroy. */
export function MenuItem({ className, danger, ...rest }: ItemProps) {
  return <Radix.Item className={cn(item, danger && 'text-bad [&_svg]:text-bad', className)} {...rest} />;
}

/** An item that is on or off; the menu stays open. */
export function MenuCheckboxItem({ className, children, ...rest }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(item, 'pl-8', className)} onSelect={(event) => event.preventDefault()} {...rest}>
      <Radix.ItemIndicator className="-ml-6">
        <Check className="text-accent!" />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

/** One of several choices. */
export function MenuRadioItem({ className, children, ...rest }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(item, 'pl-8', className)} {...rest}>
      <Radix.ItemIndicator className="-ml-6">
        <Check className="text-accent!" />
      </Radix.ItemIndicator>
      {children}
    </Radix.RadioItem>
  );
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn('px-2 py-1.5 text-text-3 text-xs', className)} {...rest} />;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
