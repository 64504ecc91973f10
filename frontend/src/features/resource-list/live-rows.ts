import type { ResourcePage, Row } from '@argus/sdk';
import type { LiveMessage } from '@/lib/live-message';

/** What a batch of live messages did to the rows that are loaded. */
export type LiveChange = {
  pages: ResourcePage[];
  /** Objects that are new and may belong into this list. */
  added: string[];
  /** Objects that went and are on no page. */
  removed: string[];
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

type Event = { type: LiveMessage['type']; row: Row };

/** Where each row of a page stands, by its uid. Rows keep their places: a page that is changed has those of before. */
const places = new WeakMap<ResourcePage, ReadonlyMap<string, number>>();

function placesIn(page: ResourcePage): ReadonlyMap<string, number> {
  const known = places.get(page);
  if (known) return known;
  const found = new Map(page.rows.map(({ uid }, at) => [uid, at]));
  places.set(page, found);
  return found;
}

/**
 * Applies a batch to the loaded pages. Only rows that are on a page change, and they keep their place: the server
 * sorts and filters. Pages and rows that nothing happened to keep their identity, so that they do not render again.
 * The work is that of the batch, however many rows are loaded.
 */
export function applyBatch(pages: ResourcePage[], batch: LiveMessage[]): LiveChange {
  const change: LiveChange = { pages, added: [], removed: [], elsewhere: false, resync: false };
  const latest = new Map<string, Event>();
  for (const { type, object } of batch) {
    if (type === 'RESYNC') change.resync = true;
    else if (isRow(object)) latest.set(object.uid, { type, row: object });
  }
  if (latest.size === 0) return change;
  const changed = pages.map((page) => applyToPage(page, latest));
  if (changed.some((page, at) => page !== pages[at])) change.pages = changed;
  for (const [uid, { type }] of latest) {
    if (type === 'ADDED') change.added.push(uid);
    else change.elsewhere = true;
    if (type === 'DELETED') change.removed.push(uid);
  }
  return change;
}

/** Takes what it uses out of `latest`; the rest happened to objects that no page shows. */
function applyToPage(page: ResourcePage, latest: Map<string, Event>): ResourcePage {
  const known = placesIn(page);
  let rows: ListRow[] | null = null;
  for (const [uid, event] of latest) {
    const at = known.get(uid);
    const row = at === undefined ? undefined : page.rows[at];
    if (at === undefined || !row) continue;
    latest.delete(uid);
    const next = changed(row, event);
    if (next === row) continue;
    rows ??= [...page.rows];
    rows[at] = next;
  }
  if (!rows) return page;
  const next = { ...page, rows };
  places.set(next, known);
  return next;
}

/** The row after the event, or itself where it is as new already. */
function changed(row: ListRow, { type, row: told }: Event): ListRow {
  if (type === 'DELETED') return isGone(row) ? row : buried(row);
  return older(told, row) ? row : told;
}
