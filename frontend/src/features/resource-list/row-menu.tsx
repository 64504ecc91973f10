'use client';

import { Copy, Eye, FileCode, FileText, MoreHorizontal, Pencil, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { type Gvr, objectPath } from '@/lib/place';
import { mayChange, useSession } from '@/lib/session-store';
import { toast } from '@/lib/toast-store';
import type { ListRow } from './live-rows';

type Props = { kind: Gvr; row: ListRow; onPreview: (row: ListRow) => void; onDelete: (row: ListRow) => void };

async function copyName(name: string) {
  await navigator.clipboard.writeText(name);
  toast({ level: 'info', title: 'Name copied', detail: name });
}

/** What one row can do. The panel is made when it opens: thousands of rows have one. */
export function RowMenu({ kind, row, onPreview, onDelete }: Props) {
  const router = useRouter();
  const user = useSession((state) => state.user);
  const changeable = mayChange(user, row.cluster, row.namespace || null);
  const go = (tab?: string) => router.push(objectPath(kind, row, tab));
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${row.name}`}>
          <MoreHorizontal />
        </Button>
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
