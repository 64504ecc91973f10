import { ChevronRight, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/class-name';
import { useUi } from '@/lib/ui-store';

type Props = {
  id: string;
  title: string;
  icon?: LucideIcon;
  folded?: boolean;
  nested?: boolean;
  /** The page that is open is one of the group's. */
  current?: boolean;
  children: ReactNode;
};

/** A group of the sidebar that folds; what is folded is remembered. The one where one is opens by itself. */
export function NavGroup({
  id,
  title,
  icon: Icon,
  folded: initially = false,
  nested,
  current = false,
  children,
}: Props) {
  const folded = useUi((state) => state.folded[id] ?? (initially && !current));
  const fold = useUi((state) => state.fold);
  const unfold = useUi((state) => state.collapsed && !nested);
  const toggleSidebar = useUi((state) => state.toggleSidebar);
  const press = () => {
    if (unfold) toggleSidebar();
    fold(id, unfold ? false : !folded);
  };
  return (
    <div>
      <button
        type="button"
        aria-expanded={!folded}
        onClick={press}
        title={title}
        className={cn(
          'group flex h-7 w-full items-center gap-2.5 rounded-md px-2 text-left text-sm text-text-2 hover:bg-hover hover:text-text max-sm:h-9',
          current && folded && 'text-text',
          nested && 'pl-8.5 text-text-3 text-xs in-data-[sidebar=collapsed]:sm:hidden',
        )}
      >
        {Icon && <Icon aria-hidden className="size-4 shrink-0 text-text-3" />}
        <span className="min-w-0 flex-1 truncate in-data-[sidebar=collapsed]:sm:hidden">{title}</span>
        <ChevronRight
          aria-hidden
          className={cn(
            'size-3.5 shrink-0 text-text-3 transition-transform in-data-[sidebar=collapsed]:sm:hidden',
            !folded && 'rotate-90',
          )}
        />
      </button>
      {!folded && <div className="mt-px flex flex-col gap-px">{children}</div>}
    </div>
  );
}
