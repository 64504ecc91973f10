import type { ResourcePage, Row } from '@argus/sdk';
import type { LiveMessage } from '@/lib/live-message';
import { objectId } from '@/lib/place';
import { keepIndex, rowIndex } from './row-index';

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

/** By the objects' ids. */
function latestOf(batch: LiveMessage[]): Map<string, Told> {
  const latest = new Map<string, Told>();
  for (const { type, object } of batch) if (isRow(object)) latest.set(objectId(object), { type, row: object });
  return latest;
}

/** Pages and rows that nothing happened to keep their identity, so that they do not render again. */
function withRows(pages: ResourcePage[], changed: ReadonlyMap<ResourcePage, ListRow[]>): ResourcePage[] {
  if (changed.size === 0) return pages;
  const after = pages.map((page) => {
    const rows = changed.get(page);
    return rows ? { ...page, rows } : page;
  });
  keepIndex(pages, after);
  return after;
}

/**
 * Applies a batch to the loaded pages. Only rows that are on a page change, and they keep their place: the server
 * sorts and filters. Rows that the batch does not name are not looked at: there can be 100,000.
 */
export function applyBatch(pages: ResourcePage[], batch: LiveMessage[]): LiveChange {
  const index = rowIndex(pages);
  const changed = new Map<ResourcePage, ListRow[]>();
  const added: string[] = [];
  const deleted: string[] = [];
  const elsewhere: string[] = [];
  for (const [id, told] of latestOf(batch)) {
    if (told.type === 'DELETED') deleted.push(id);
    const found = index.locate(id, pages);
    if (!found) {
      (told.type === 'ADDED' ? added : elsewhere).push(id);
      continue;
    }
    const rows: ListRow[] = changed.get(found.page) ?? found.page.rows;
    const now = rows[found.at];
    const next = now && updated(now, told);
    if (next && next !== now) changed.set(found.page, rows.with(found.at, next));
  }
  return {
    pages: withRows(pages, changed),
    added,
    deleted,
    elsewhere: elsewhere.length > 0,
    resync: batch.some(({ type }) => type === 'RESYNC'),
  };
}
