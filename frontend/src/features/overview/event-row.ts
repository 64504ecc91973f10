import type { ResourcePage, Row } from '@argus/sdk';
import { knownKinds } from '@/lib/kind';
import type { Level } from '@/lib/level';
import { objectPath } from '@/lib/place';

/** An event of a list, its columns read by their names. */
export type EventRow = {
  uid: string;
  cluster: string;
  namespace: string;
  lastSeen: string | null;
  level: Level;
  reason: string;
  object: string;
  message: string;
  href: string | null;
};

function text(row: Row, columns: ResourcePage['columns'], name: string): string {
  const at = columns.findIndex((column) => column.name === name);
  const cell = row.cells[at];
  return cell === null || cell === undefined ? '' : String(cell);
}

/** The page of what an event is about (`pod/web-1`), where its kind is known. */
function subjectPath(row: Row, object: string): string | null {
  const [kind, name] = object.split('/');
  const known = knownKinds.find((one) => one.kind.toLowerCase() === kind?.toLowerCase());
  if (!known || !name) return null;
  return objectPath(known, { cluster: row.cluster, namespace: known.namespaced ? row.namespace : null, name });
}

export function toEventRow(row: Row, columns: ResourcePage['columns']): EventRow {
  const object = text(row, columns, 'Object');
  return {
    uid: row.uid,
    cluster: row.cluster,
    namespace: row.namespace,
    lastSeen: text(row, columns, 'Last Seen') || row.createdAt,
    // Most events are routine: only those that warn get a colour.
    level: row.health.level === 'ok' ? 'idle' : row.health.level,
    reason: text(row, columns, 'Reason') || row.health.reason,
    object,
    message: text(row, columns, 'Message'),
    href: subjectPath(row, object),
  };
}
