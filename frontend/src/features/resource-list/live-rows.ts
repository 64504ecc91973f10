import type { ResourcePage, Row } from '@argus/sdk';
import type { LiveMessage } from '@/lib/live-message';

/** What a batch of live messages did to the rows that are loaded. */
export type LiveChange = {
  pages: ResourcePage[];
  /** By uid, the positions of the cells that changed; −1 stands for the health. */
  changed: Map<string, number[]>;
  /** Rows on the page that are gone from the cluster. */
  gone: string[];
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

/** Positions of the cells in which two versions of a row differ; −1 when the health does. */
export function changedCells(before: Row, after: Row): number[] {
  const cells = after.cells.flatMap((cell, at) => (cell === before.cells[at] ? [] : [at]));
  const same = before.health.level === after.health.level && before.health.reason === after.health.reason;
  return same ? cells : [-1, ...cells];
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
  const change: LiveChange = { pages, changed: new Map(), gone: [], added: [], elsewhere: false, resync: false };
  const latest = new Map<string, { type: LiveMessage['type']; row: Row }>();
  for (const { type, object } of batch) {
    if (type === 'RESYNC') change.resync = true;
    else if (isRow(object)) latest.set(object.uid, { type, row: object });
  }
  if (latest.size === 0) return change;
  change.pages = pages.map((page) => applyToPage(page, latest, change));
  for (const [uid, { type }] of latest) {
    if (type === 'ADDED') change.added.push(uid);
    else change.elsewhere = true;
  }
  return change;
}

/** Takes what it uses out of `latest`; the rest happened to objects that no page shows. */
function applyToPage(
  page: ResourcePage,
  latest: Map<string, { type: LiveMessage['type']; row: Row }>,
  change: LiveChange,
): ResourcePage {
  let touched = false;
  const rows = page.rows.map((row) => {
    const event = latest.get(row.uid);
    if (!event) return row;
    latest.delete(row.uid);
    if (event.type === 'DELETED') change.gone.push(row.uid);
    if (event.type === 'DELETED' || older(event.row, row)) return row;
    touched = true;
    const cells = changedCells(row, event.row);
    if (cells.length > 0) change.changed.set(row.uid, cells);
    return event.row;
  });
  return touched ? { ...page, rows } : page;
}
