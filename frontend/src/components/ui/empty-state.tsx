import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/class-name';

type Props = {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  as?: 'p' | 'h1';
  className?: string;
};

/** Nothing to show: why, in one line, and the one action that helps. */
export function EmptyState({ icon: Icon, title, children, action, as: Title = 'p', className }: Props) {
  return (
    <div className={cn('flex flex-col items-center gap-1 px-6 py-14 text-center', className)}>
      {Icon && <Icon aria-hidden className="mb-2 size-6 text-text-3" strokeWidth={1.5} />}
      <Title className="font-medium text-base">{title}</Title>
      {children && <p className="max-w-md text-sm text-text-2">{children}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
