'use client';

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
import { type ColumnChoice, ColumnsButton } from './column-chooser';

const none: Record<string, boolean> = {};

/** The chooser once it has been asked for: it begins open. */
export function ColumnMenu({ table, columns }: ColumnChoice) {
  const chosen = useUi((state) => state.columns[table]) ?? none;
  const setColumns = useUi((state) => state.setColumns);
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>
        <ColumnsButton />
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
