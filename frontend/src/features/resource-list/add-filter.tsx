'use client';

import { ListFilter } from 'lucide-react';
import type { ComponentProps } from 'react';
import { OnDemand } from '@/components/layout/on-demand';
import { Button } from '@/components/ui/button';
import type { ColumnFilter } from './list-state';

export type FilterAdding = {
  columns: { id: string; header: string }[];
  labelSelector: string;
  onFilter: (filter: ColumnFilter) => void;
  onLabels: (selector: string) => void;
};

export function FilterButton(props: ComponentProps<'button'>) {
  return (
    <Button aria-label="Add a filter" aria-haspopup="dialog" {...props}>
      <ListFilter />
      <span className="max-lg:hidden">Filter</span>
    </Button>
  );
}

const load = () => import('./filter-panel').then((module) => module.FilterPanel);

/** Adds a condition on one column, or on the labels in kubectl's notation. */
export function AddFilter(props: FilterAdding) {
  return <OnDemand load={load} props={props} trigger={(press) => <FilterButton onClick={press} />} />;
}
