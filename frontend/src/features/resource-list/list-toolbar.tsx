'use client';

import { useCallback } from 'react';
import type { DataColumn } from '@/components/data-table/column';
import { ColumnChooser } from '@/components/data-table/column-chooser';
import { AddFilter } from './add-filter';
import { withFilter } from './list-state';
import type { ListRow } from './live-rows';
import { NamespaceFilter } from './namespace-filter';
import { TextFilter } from './text-filter';
import type { ListAddress } from './use-list-state';

type Props = {
  address: ListAddress;
  table: string;
  columns: DataColumn<ListRow>[];
  cluster: string | null;
  namespaced: boolean;
};

/** What narrows and shapes a list. */
export function ListToolbar({ address: { state, change }, table, columns, cluster, namespaced }: Props) {
  const onText = useCallback((q: string) => change({ q }), [change]);
  return (
    <>
      {namespaced && (
        <NamespaceFilter cluster={cluster} value={state.namespace} onChange={(namespace) => change({ namespace })} />
      )}
      <TextFilter label="Filter the list" value={state.q} onChange={onText} />
      <AddFilter
        columns={columns}
        labelSelector={state.labelSelector}
        onFilter={(filter) => change({ filters: withFilter(state.filters, filter) })}
        onLabels={(labelSelector) => change({ labelSelector })}
      />
      <ColumnChooser table={table} columns={columns} />
    </>
  );
}
