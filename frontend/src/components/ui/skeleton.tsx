import type { CSSProperties } from 'react';
import { cn } from '@/lib/class-name';

/** A grey place for what is being loaded; it appears only when loading takes longer than 150 ms. */
export function Skeleton({ className, style }: { className?: string; style?: CSSProperties }) {
  return <div aria-hidden style={style} className={cn('h-3.5 animate-late rounded-sm bg-line', className)} />;
}
