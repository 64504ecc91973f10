'use client';

import { MoreHorizontal } from 'lucide-react';
import type { ComponentProps } from 'react';
import { OnDemand } from '@/components/layout/on-demand';
import { Button } from '@/components/ui/button';
import type { Gvr } from '@/lib/place';
import type { ListRow } from './live-rows';

export type RowDeeds = {
  kind: Gvr;
  row: ListRow;
  onPreview: (row: ListRow) => void;
  onDelete: (row: ListRow) => void;
};

export function RowButton({ name, ...rest }: ComponentProps<'button'>) {
  return (
    <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${name}`} aria-haspopup="menu" {...rest}>
      <MoreHorizontal />
    </Button>
  );
}

const load = () => import('./row-menu-panel').then((module) => module.RowMenuPanel);

/** What one row can do: of thousands of rows only a button is drawn. */
export function RowMenu(props: RowDeeds) {
  return (
    <OnDemand load={load} props={props} trigger={(press) => <RowButton name={props.row.name} onClick={press} />} />
  );
}
