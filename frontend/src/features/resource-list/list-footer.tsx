import type { ResourcePage } from '@argus/sdk';
import { Kbd } from '@/components/ui/kbd';
import { formatCount } from '@/lib/quantity';

type Props = { page: ResourcePage | undefined; loaded: number; loading: boolean; refused: boolean };

/** How much of the list is loaded, and the keys that work in it. */
export function ListFooter({ page, loaded, loading, refused }: Props) {
  if (!page) return null;
  const hidden = page.unfilteredTotal - page.total;
  return (
    <footer className="tabular flex h-8 shrink-0 items-center gap-4 border-t bg-surface px-4 text-text-3 text-xs sm:px-6">
      <span>
        {formatCount(Math.min(loaded, page.total))} of {formatCount(page.total)}
        {loading && ', loading more'}
        {refused && !loading && ', the rest could not be read: trying again'}
      </span>
      {hidden > 0 && <span>{formatCount(hidden)} filtered out</span>}
      <span className="ml-auto flex items-center gap-3 max-md:hidden">
        <span>
          <Kbd keys="j" /> <Kbd keys="k" /> move
        </span>
        <span>
          <Kbd keys=" " /> preview
        </span>
        <span>
          <Kbd keys="Enter" /> open
        </span>
        <span>
          <Kbd keys="x" /> select
        </span>
      </span>
    </footer>
  );
}
