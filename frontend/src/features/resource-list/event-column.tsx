import type { Column } from '@argus/sdk';
import Link from 'next/link';
import type { DataColumn } from '@/components/data-table/column';
import { Status } from '@/components/ui/status';
import { knownKinds } from '@/lib/kind';
import { objectPath } from '@/lib/place';
import { cellText } from './cell-value';
import type { ListRow } from './live-rows';

/** The page of what an event is about (`pod/web-1`); null where its kind is not known. */
function subjectPath(row: ListRow, object: string): string | null {
  const [kind, name] = object.split('/');
  const known = knownKinds.find((one) => one.kind.toLowerCase() === kind?.toLowerCase());
  if (!known || !name) return null;
  return objectPath(known, { cluster: row.cluster, namespace: known.namespaced ? row.namespace : null, name });
}

function Subject({ row, object }: { row: ListRow; object: string }) {
  const href = subjectPath(row, object);
  if (!href) return <span title={object}>{object}</span>;
  return (
    <Link prefetch={false} href={href} title={object} className="truncate hover:text-accent hover:underline">
      {object}
    </Link>
  );
}

/** Routine is not news: only events that warn get a colour. */
function Reason({ row, text }: { row: ListRow; text: string }) {
  const loud = row.health.level === 'bad' || row.health.level === 'warn';
  return (
    <Status level={loud ? row.health.level : 'idle'} title={text}>
      {text}
    </Status>
  );
}

/**
 * Events read as sentences: what happened, to what, in the cluster's own words. Their own names say nothing, so they
 * are hidden at first; the usual columns keep their ids, by which the API sorts.
 */
export function eventColumns(usual: DataColumn<ListRow>[], columns: Column[]): DataColumn<ListRow>[] {
  const cell = (row: ListRow, name: string) => cellText(row.cells[columns.findIndex((one) => one.name === name)]);
  const shown: Record<string, Partial<DataColumn<ListRow>>> = {
    Reason: {
      render: (row) => <Reason row={row} text={cell(row, 'Reason')} />,
      width: 'minmax(150px, 1fr)',
      phone: 'status',
      fixed: true,
    },
    Object: {
      render: (row) => <Subject row={row} object={cell(row, 'Object')} />,
      width: 'minmax(180px, 1.6fr)',
      phone: 'title',
    },
    Message: {},
    cluster: {},
    namespace: {},
    'Last Seen': { phone: 'meta' },
  };
  const order = Object.keys(shown);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return usual
    .filter(({ id }) => id !== 'health')
    .map((column) => ({ ...column, fixed: false, hidden: !(column.id in shown), ...shown[column.id] }))
    .sort((a, b) => place(a.id) - place(b.id));
}
