import { Tabs as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/class-name';

export const Tabs = Radix.Root;
export const TabsContent = Radix.Content;

export const tabListLook = 'flex gap-4 overflow-x-auto border-b [scrollbar-width:none]';
export const tabLook =
  '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 text-sm text-text-2 transition-colors hover:text-text focus-visible:outline-offset-[-2px] data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text';

export function TabsList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn(tabListLook, className)} {...rest} />;
}

/** One tab. For tabs that are pages, give `tabLook` and `data-state` to links instead. */
export function TabsTrigger({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger className={cn(tabLook, className)} {...rest} />;
}
