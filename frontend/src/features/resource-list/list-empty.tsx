import type { ResourcePage } from '@argus/sdk';
import { Inbox, SearchX } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { kindTitle } from '@/lib/kind';
import type { Gvr } from '@/lib/place';
import { emptyState, isNarrowed, type ListState } from './list-state';

type Props = { kind: Gvr; page?: ResourcePage; state: ListState; change: (part: Partial<ListState>) => void };

/** Why the list is empty, and what helps. */
export function ListEmpty({ kind, page, state, change }: Props) {
  const what = kindTitle(kind);
  const absent = page?.columns.length === 0 && page.partial.some((part) => part.state === 'absent');
  if (absent) {
    return (
      <EmptyState icon={SearchX} title={`No cluster serves ${what}`}>
        A custom resource appears here once its definition is installed in a cluster.
      </EmptyState>
    );
  }
  if (!isNarrowed(state)) {
    return (
      <EmptyState icon={Inbox} title={`No ${what} here`}>
        They appear here as soon as there are any.
      </EmptyState>
    );
  }
  const onlyPlace = state.namespace && !isNarrowed({ ...state, namespace: '' });
  const clear = () => change({ ...emptyState, sort: state.sort, columns: state.columns });
  return (
    <EmptyState
      icon={SearchX}
      title={onlyPlace ? `No ${what} in namespace ${state.namespace}` : `No ${what} match`}
      action={<Button onClick={clear}>{onlyPlace ? 'Show all namespaces' : 'Clear the filters'}</Button>}
    />
  );
}
