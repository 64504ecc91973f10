import type { ResourcePage, Row } from '@argus/sdk';
import type { LiveMessage } from '@/lib/live-message';
import { objectId } from '@/lib/place';

/** What a batch of live messages did to the rows that are loaded. Objects are named by their ids. */
export type LiveChange = {
  pages: ResourcePage[];
  /** New, on no page, and may belong into this list. */
  added: string[];
  deleted: string[];
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

/** What the stream told last of an object. */
type Told = { type: LiveMessage['type']; row: Row };

function older(row: Row, than: Row): boolean {
  const [a, b] = [Number(row.resourceVersion), Number(than.resourceVersion)];
  return Number.isFinite(a) && Number.isFinite(b) && a < b;
}

/** The row as it is since then, or itself where it is as new already. */
function updated(now: ListRow, { type, row }: Told): ListRow {
  if (type !== 'DELETED') return older(row, now) ? now : row;
  if (isGone(now)) return now;
  return { ...now, gone: true, resourceVersion: row.resourceVersion, health: { level: 'idle', reason: 'Deleted' } };
}

/** Where each row of a page stands, by its id. Rows keep their places: a page that is changed has those of before. */
const places = new WeakMap<ResourcePage, ReadonlyMap<string, number>>();

function placesIn(page: ResourcePage): ReadonlyMap<string, number> {
  const known = places.get(page);
  if (known) return known;
  const found = new Map(page.rows.map((row, at) => [objectId(row), at]));
  places.set(page, found);
  return found;
}

/**
 * Applies a batch to the loaded pages. Only rows that are on a page change, and they keep their place: the server
 * sorts and filters. Pages and rows that nothing happened to keep their identity, so that they do not render again.
 * Rows that the batch does not name are not looked at: there can be 100,000.
 */
export function applyBatch(pages: ResourcePage[], batch: LiveMessage[]): LiveChange {
  const change: LiveChange = { pages, added: [], deleted: [], elsewhere: false, resync: false };
  const latest = new Map<string, Told>();
  for (const { type, object } of batch) {
    if (type === 'RESYNC') change.resync = true;
    else if (isRow(object)) latest.set(objectId(object), { type, row: object });
  }
  if (latest.size === 0) return change;
  change.deleted = [...latest].filter(([, { type }]) => type === 'DELETED').map(([id]) => id);
  const after = pages.map((page) => applyToPage(page, latest));
  if (after.some((page, at) => page !== pages[at])) change.pages = after;
  for (const [id, { type }] of latest) {
    if (type === 'ADDED') change.added.push(id);
    else change.elsewhere = true;
  }
  return change;
}

/** Takes what it uses out of `latest`; the rest happened to objects that no page shows. */
function applyToPage(page: ResourcePage, latest: Map<string, Told>): ResourcePage {
  const known = placesIn(page);
  let rows: ListRow[] | null = null;
  for (const [id, told] of latest) {
    const at = known.get(id);
    const now = at === undefined ? undefined : page.rows[at];
    if (at === undefined || !now) continue;
    latest.delete(id);
    const next = updated(now, told);
    if (next === now) continue;
    rows ??= [...page.rows];
    rows[at] = next;
  }
  if (!rows) return page;
  const after = { ...page, rows };
  places.set(after, known);
  return after;
}

/** Without the rows that stand on an earlier page too: one that moved while the pages were read can come with both. */
export function withoutRepeats(pages: ResourcePage[]): ResourcePage[] {
  const unique: ResourcePage[] = [];
  for (const page of pages) {
    const isRepeated = (row: Row) => unique.some((earlier) => placesIn(earlier).has(objectId(row)));
    const known = places.has(page) || !page.rows.some(isRepeated);
    unique.push(known ? page : { ...page, rows: page.rows.filter((row) => !isRepeated(row)) });
  }
  return unique.some((page, at) => page !== pages[at]) ? unique : pages;
}
