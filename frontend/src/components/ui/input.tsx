import type { ComponentProps } from 'react';
import { cn } from '@/lib/class-name';

export const fieldLook =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-text transition-colors hover:border-text-3 focus-visible:border-accent focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-bad';

/** One line of text. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(fieldLook, 'h-8', className)} {...rest} />;
}

/** Several lines of text. */
export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(fieldLook, 'block py-2 leading-5', className)} {...rest} />;
}
