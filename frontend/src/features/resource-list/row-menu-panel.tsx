'use client';

import { Copy, Eye, FileCode, FileText, Pencil, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { objectPath } from '@/lib/place';
import { mayChange, useSession } from '@/lib/session-store';
import { toast } from '@/lib/toast-store';
import { RowButton, type RowDeeds } from './row-menu';

async function copyName(name: string) {
  await navigator.clipboard.writeText(name);
  toast({ level: 'info', title: 'Name copied', detail: name });
}

/** What one row can do, once it has been asked for: it begins open. */
export function RowMenuPanel({ kind, row, onPreview, onDelete }: RowDeeds) {
  const router = useRouter();
  const user = useSession((state) => state.user);
  const changeable = mayChange(user, row.cluster, row.namespace || null);
  const go = (tab?: string) => router.push(objectPath(kind, row, tab));
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>
        <RowButton name={row.name} />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={() => go()}>
          <SquareArrowOutUpRight /> Open
        </MenuItem>
        <MenuItem onSelect={() => onPreview(row)}>
          <Eye /> Preview
        </MenuItem>
        {kind.resource === 'pods' && (
          <MenuItem onSelect={() => go('logs')}>
            <FileText /> Logs
          </MenuItem>
        )}
        <MenuItem onSelect={() => go('yaml')}>
          {changeable ? <Pencil /> : <FileCode />} {changeable ? 'Edit' : 'View'} YAML
        </MenuItem>
        <MenuItem onSelect={() => copyName(row.name)}>
          <Copy /> Copy name
        </MenuItem>
        {changeable && (
          <>
            <MenuSeparator />
            <MenuItem danger onSelect={() => onDelete(row)}>
              <Trash2 /> Delete…
            </MenuItem>
          </>
        )}
      </MenuContent>
    </Menu>
  );
}
