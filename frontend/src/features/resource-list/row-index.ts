import type { ResourcePage } from '@argus/sdk';
import { objectId } from '@/lib/place';

/** Where the rows of a list stand, by their ids: counted from the first row of its first page. */
export class RowIndex {
  readonly #places = new Map<string, number>();
  readonly #starts: number[] = [];

  /**
   * Adds the next page, and gives it back without the rows that stand on an earlier one too: one that moved while the
   * pages were read can come with both.
   */
  add(page: ResourcePage): ResourcePage {
    this.#starts.push(this.#places.size);
    const rows = page.rows.filter((row) => {
      const id = objectId(row);
      const known = this.#places.has(id);
      if (!known) this.#places.set(id, this.#places.size);
      return !known;
    });
    return rows.length === page.rows.length ? page : { ...page, rows };
  }

  /** The row's place; -1 where there is none. */
  placeOf = (id: string): number => this.#places.get(id) ?? -1;

  /** The page on which a row stands, and where on that page; null where it is on none. */
  locate(id: string, pages: ResourcePage[]): { page: ResourcePage; at: number } | null {
    const place = this.placeOf(id);
    const number = this.#starts.findLastIndex((start) => start <= place);
    const at = place - (this.#starts[number] ?? 0);
    const page = pages[number];
    const row = page?.rows[at];
    // Pages that came while nobody watched can still have a row twice: then these are other places.
    return page && row && objectId(row) === id ? { page, at } : null;
  }
}

/** By the pages. Rows keep their places, so that pages after a change have the index of those before. */
const indexes = new WeakMap<ResourcePage[], RowIndex>();

/** May know rows of one page more than these: guard against places beyond the last. */
export function rowIndex(pages: ResourcePage[]): RowIndex {
  let index = indexes.get(pages);
  if (!index) {
    index = new RowIndex();
    for (const page of pages) index.add(page);
    indexes.set(pages, index);
  }
  return index;
}

/** The same rows in the same places: `after` needs no index of its own. */
export function keepIndex(before: ResourcePage[], after: ResourcePage[]): void {
  indexes.set(after, rowIndex(before));
}

/** What was read, each row once. `before` are the pages that it goes on from, none where it is all new. */
export function withoutRepeats(read: ResourcePage[], before: ResourcePage[]): ResourcePage[] {
  const goesOn = before.length > 0 && read.length === before.length + 1;
  const [index, known] = goesOn ? [rowIndex(before), before.length] : [new RowIndex(), 0];
  const pages = [...read.slice(0, known), ...read.slice(known).map((page) => index.add(page))];
  indexes.set(pages, index);
  return pages;
}
