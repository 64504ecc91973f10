'use client';

import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Sheet } from '@/components/ui/sheet';
import { Status } from '@/components/ui/status';
import { ObjectSummary } from '@/features/resource-detail/object-summary';
import { type Gvr, objectPath } from '@/lib/place';
import type { ListRow } from './live-rows';

type Props = { kind: Gvr; row: ListRow; onClose: () => void };

/** A look at an object without leaving the list. */
export function RowPreview({ kind, row, onClose }: Props) {
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={row.name}
      footer={
        <>
          <Button asChild>
            <Link href={objectPath(kind, row, 'yaml')}>Edit YAML</Link>
          </Button>
          <Button asChild variant="primary">
            <Link href={objectPath(kind, row)}>Open</Link>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 p-4">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          {row.health.reason && <Status level={row.health.level}>{row.health.reason}</Status>}
          {row.namespace && <span className="text-text-3">in {row.namespace}</span>}
        </div>
        <ObjectSummary kind={kind} place={row} />
      </div>
    </Sheet>
  );
}
