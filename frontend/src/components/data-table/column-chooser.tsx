'use client';

import { Columns3 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import {
  Menu,
  MenuCheckboxItem,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  MenuTrigger,
} from '@/components/ui/menu';
import { useUi } from '@/lib/ui-store';
import type { DataColumn } from './column';

const none: Record<string, boolean> = {};

type Props<T> = { table: string; columns: DataColumn<T>[] };

/** Chooses which columns a table shows; the choice is kept for the table with the same id. */
export function ColumnChooser<T>({ table, columns }: Props<T>) {
  const chosen = useUi((state) => state.columns[table]) ?? none;
  const setColumns = useUi((state) => state.setColumns);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button aria-label="Columns">
          <Columns3 />
          <span className="max-lg:hidden">Columns</span>
        </Button>
      </MenuTrigger>
      <MenuContent align="end" className="min-w-52">
        <MenuLabel>Columns</MenuLabel>
        {columns.map((column) => (
          <MenuCheckboxItem
            key={column.id}
            disabled={column.fixed}
            checked={column.fixed || (chosen[column.id] ?? !column.hidden)}
            onCheckedChange={(on) => setColumns(table, { ...chosen, [column.id]: on })}
          >
            {column.header}
          </MenuCheckboxItem>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => setColumns(table, {})}>Reset to default</MenuItem>
      </MenuContent>
    </Menu>
  );
}
