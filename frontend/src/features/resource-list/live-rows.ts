import type { ResourcePage, Row } from '@argus/sdk';
import type { LiveMessage } from '@/lib/live-message';

/** What a batch of live messages did to the rows that are loaded. */
export type LiveChange = {
  pages: ResourcePage[];
  /** Objects that are new and may belong into this list. */
  added: string[];
  /** Something off the page changed: totals may be off. */
  elsewhere: boolean;
  /** Messages were missed: ask the server again. */
  resync: boolean;
};

export function isRow(object: unknown): object is Row {
  return typeof object === 'object' && object !== null && 'cells' in object && 'uid' in object;
}

/** A row as the page shows it: one that was deleted stays where it was until the list is read again. */
export type ListRow = Row & { gone?: true };

export function isGone(row: ListRow): boolean {
  return row.gone === true;
}

function buried(row: Row): ListRow {
  return { ...row, gone: true, health: { level: 'idle', reason: 'Deleted' } };
}

function older(row: Row, than: Row): boolean {
  const [a, b] = [Number(row.resourceVersion), Number(than.resourceVersion)];
  return Number.isFinite(a) && Number.isFinite(b) && a < b;
}

/**
 * Applies a batch to the loaded pages. Only rows that are on a page change, and they keep their place: the server
 * sorts and filters. Pages and rows that nothing happened to keep their identity, so that they do not render again.
 */
export function applyBatch(pages: ResourcePage[], batch: LiveMessage[]): LiveChange {
  const change: LiveChange = { pages, added: [], elsewhere: false, resync: false };
  const latest = new Map<string, { type: LiveMessage['type']; row: Row }>();
  for (const { type, object } of batch) {
    if (type === 'RESYNC') change.resync = true;
    else if (isRow(object)) latest.set(object.uid, { type, row: object });
  }
  if (latest.size === 0) return change;
  change.pages = pages.map((page) => applyToPage(page, latest));
  for (const [uid, { type }] of latest) {
    if (type === 'ADDED') change.added.push(uid);
    else change.elsewhere = true;
  }
  return change;
}

/** Takes what it uses out of `latest`; the rest happened to objects that no page shows. */
function applyToPage(page: ResourcePage, latest: Map<string, { type: LiveMessage['type']; row: Row }>): ResourcePage {
  let touched = false;
  const rows = page.rows.map((row) => {
    const event = latest.get(row.uid);
    if (!event) return row;
    latest.delete(row.uid);
    const known = event.type === 'DELETED' ? isGone(row) : event.row === row || older(event.row, row);
    if (known) return row;
    touched = true;
    return event.type === 'DELETED' ? buried(row) : event.row;
  });
  return touched ? { ...page, rows } : page;
}
