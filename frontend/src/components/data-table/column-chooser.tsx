'use client';

import { Columns3 } from 'lucide-react';
import type { ComponentProps } from 'react';
import { OnDemand } from '@/components/layout/on-demand';
import { Button } from '@/components/ui/button';
import type { DataColumn } from './column';

/** `table` is the table's id, under which the choice is kept. */
export type ColumnChoice = {
  table: string;
  columns: Pick<DataColumn<unknown>, 'id' | 'header' | 'fixed' | 'hidden'>[];
};

export function ColumnsButton(props: ComponentProps<'button'>) {
  return (
    <Button aria-label="Columns" aria-haspopup="menu" {...props}>
      <Columns3 />
      <span className="max-lg:hidden">Columns</span>
    </Button>
  );
}

const load = () => import('./column-menu').then((module) => module.ColumnMenu);

/** Chooses which columns a table shows. */
export function ColumnChooser(props: ColumnChoice) {
  return <OnDemand load={load} props={props} trigger={(press) => <ColumnsButton onClick={press} />} />;
}
