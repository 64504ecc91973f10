import type { ResourcePage } from '@argus/sdk';
import type { Gvr } from '@/lib/place';
import { formatCount } from '@/lib/quantity';
import type { ListState } from './list-state';

type Props = {
  kind: Gvr;
  page: ResourcePage | undefined;
  state: ListState;
  change: (part: Partial<ListState>) => void;
};

/** `1,204 · 3 failing`; a press on the second part brings what fails to the top. */
export function ListTotals({ kind, page, state, change }: Props) {
  if (!page) return null;
  const first = state.sort === '-health';
  return (
    <span role="status" className="inline-flex items-baseline gap-1.5">
      <span>{formatCount(page.total)}</span>
      {page.unhealthy > 0 && (
        <>
          <span aria-hidden>·</span>
          <button
            type="button"
            title={first ? 'Sort as usual' : 'Show the worst first'}
            aria-pressed={first}
            onClick={() => change({ sort: first ? '' : '-health' })}
            className="rounded-sm text-bad hover:underline"
          >
            {formatCount(page.unhealthy)} {kind.resource === 'events' ? 'warnings' : 'failing'}
          </button>
        </>
      )}
    </span>
  );
}
