import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { cn } from '@/lib/class-name';

type Props = { href: string; label: string; icon?: LucideIcon; active: boolean; hint?: string; onGo?: () => void };

/** One entry of the sidebar. Folded to icons, an entry without one is hidden. */
export function NavItem({ href, label, icon: Icon, active, hint, onGo }: Props) {
  return (
    <Link
      href={href}
      prefetch={false}
      onClick={onGo}
      aria-current={active ? 'page' : undefined}
      title={hint ?? label}
      className={cn(
        'flex h-7 items-center gap-2.5 rounded-md px-2 text-sm transition-colors max-sm:h-9',
        active ? 'bg-accent-soft font-medium text-text' : 'text-text-2 hover:bg-hover hover:text-text',
        !Icon && 'pl-8.5 in-data-[sidebar=collapsed]:sm:hidden',
      )}
    >
      {Icon && <Icon aria-hidden className={cn('size-4 shrink-0', active ? 'text-accent' : 'text-text-3')} />}
      <span className="min-w-0 truncate in-data-[sidebar=collapsed]:sm:hidden">{label}</span>
    </Link>
  );
}
