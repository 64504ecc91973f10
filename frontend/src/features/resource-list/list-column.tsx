import type { Column } from '@argus/sdk';
import Link from 'next/link';
import type { DataColumn } from '@/components/data-table/column';
import { Status } from '@/components/ui/status';
import { type Gvr, listPath, objectPath } from '@/lib/place';
import { Cell } from './cell';
import { cellText } from './cell-value';
import { eventColumns } from './event-column';
import { isGone, type ListRow } from './live-rows';

type Build = {
  kind: Gvr;
  columns: Column[];
  namespaced: boolean;
  /** The cluster can tell how well these objects are; kinds such as ConfigMap are never well or unwell. */
  judged: boolean;
  clusterName: ((id: string) => string) | null;
};

const statusNames = ['Status', 'Phase', 'State'];

const tracks: Record<string, string> = {
  date: '104px',
  integer: '100px',
  number: '100px',
  quantity: '100px',
  boolean: '90px',
  'count-since': '132px',
};
const wide = /^(message|images?|selector|ports?|rules|hosts|external-ip|description)$/i;
const narrow = /^(ready|up-to-date|available|desired|current|data|type|class|reason|version|cpu|memory)$/i;

function track({ type, name }: Column): string {
  if (type in tracks) return tracks[type] ?? '';
  if (/^message$/i.test(name)) return 'minmax(320px, 4fr)';
  if (wide.test(name)) return 'minmax(150px, 1.4fr)';
  return narrow.test(name) ? 'minmax(92px, 0.6fr)' : 'minmax(116px, 1fr)';
}

function numeric(type: string): boolean {
  return type === 'integer' || type === 'number' || type === 'quantity';
}

function NameCell({ kind, row }: { kind: Gvr; row: ListRow }) {
  if (isGone(row)) return <span className="text-text-3 line-through">{row.name}</span>;
  return (
    <Link
      prefetch={false}
      href={objectPath(kind, row)}
      title={row.name}
      className="truncate font-medium hover:text-accent hover:underline"
    >
      {row.name}
    </Link>
  );
}

/** The cluster's own word for the state; what Argus makes of it stands behind where it says more. */
function healthText(row: ListRow, own: string): string {
  const { level, reason } = row.health;
  if (isGone(row) || !own) return reason;
  return (level === 'bad' || level === 'warn') && reason && reason !== own ? `${own} · ${reason}` : own;
}

function nameColumn(kind: Gvr): DataColumn<ListRow> {
  return {
    id: 'name',
    header: 'Name',
    render: (row) => <NameCell kind={kind} row={row} />,
    width: 'minmax(220px, 2.2fr)',
    sortable: true,
    fixed: true,
    phone: 'title',
  };
}

function healthColumn(at: number, column?: Column): DataColumn<ListRow> {
  const own = (row: ListRow) => (at < 0 ? '' : cellText(row.cells[at]));
  return {
    id: column?.name ?? 'health',
    header: column?.name ?? 'Health',
    description: column?.description ?? 'How well it is, and the reason in the cluster’s own words',
    render: (row) => (
      <Status level={row.health.level} title={healthText(row, own(row))}>
        {healthText(row, own(row))}
      </Status>
    ),
    value: (row) => row.health.level + healthText(row, own(row)),
    width: 'minmax(150px, 1.2fr)',
    sortable: true,
    phone: 'status',
  };
}

function placeColumn(id: 'namespace' | 'cluster', header: string, render: DataColumn<ListRow>['render']) {
  return { id, header, render, width: 'minmax(110px, 0.9fr)', sortable: true, phone: 'meta' as const };
}

function ownColumn(column: Column, at: number): DataColumn<ListRow> {
  return {
    id: column.name,
    header: column.name,
    description: column.description,
    render: (row) => <Cell type={column.type} value={row.cells[at]} />,
    value: column.type === 'date' ? undefined : (row) => row.cells[at],
    width: track(column),
    align: numeric(column.type) ? 'right' : 'left',
    sortable: true,
    hidden: column.priority > 0,
    phone: column.priority > 0 ? 'none' : 'meta',
  };
}

/**
 * The columns of a kind's list: name, cluster and namespace where they differ, health, then the apiserver's own.
 * Ids are what the API sorts and filters by.
 */
export function listColumns(build: Build): DataColumn<ListRow>[] {
  const usual = usualColumns(build);
  return build.kind.resource === 'events' ? eventColumns(usual, build.columns) : usual;
}

function usualColumns({ kind, columns, namespaced, judged, clusterName }: Build): DataColumn<ListRow>[] {
  const statusAt = columns.findIndex(({ name, type }) => type === 'string' && statusNames.includes(name));
  const rest = columns.flatMap((column, at) =>
    column.name === 'Name' || at === statusAt ? [] : [ownColumn(column, at)],
  );
  const result = [nameColumn(kind)];
  if (clusterName) {
    result.push(
      placeColumn('cluster', 'Cluster', (row) => (
        <PlaceLink href={listPath(row.cluster, kind)} text={clusterName(row.cluster)} />
      )),
    );
  }
  if (namespaced) {
    const href = (row: ListRow) => listPath(clusterName ? null : row.cluster, kind, { namespace: row.namespace });
    result.push(placeColumn('namespace', 'Namespace', (row) => <PlaceLink href={href(row)} text={row.namespace} />));
  }
  if (statusAt >= 0) result.push(healthColumn(statusAt, columns[statusAt]));
  else if (judged) result.push(healthColumn(-1));
  return [...result, ...rest];
}

function PlaceLink({ href, text }: { href: string; text: string }) {
  return (
    <Link prefetch={false} href={href} className="truncate text-text-2 hover:text-accent hover:underline">
      {text}
    </Link>
  );
}
