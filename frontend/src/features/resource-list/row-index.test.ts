import type { ResourcePage } from '@argus/sdk';
import { expect, it } from 'vitest';
import { keepIndex, rowIndex, withoutRepeats } from './row-index';

const pageOf = (...uids: string[]) => ({ rows: uids.map((uid) => ({ cluster: 'c', uid })) }) as unknown as ResourcePage;
const uidsOf = (pages: ResourcePage[]) => pages.map(({ rows }) => rows.map(({ uid }) => uid).join(''));

it('counts places over all pages, also where some are empty', () => {
  const pages = [pageOf('a', 'b'), pageOf(), pageOf('c'), pageOf()];
  const index = rowIndex(pages);
  expect(['c/a', 'c/b', 'c/c', 'c/z'].map(index.placeOf)).toEqual([0, 1, 2, -1]);
  expect(index.locate('c/c', pages)).toEqual({ page: pages[2], at: 0 });
  expect(index.locate('c/z', pages)).toBeNull();
});

it('leaves a row that came with two pages on the first of them', () => {
  const pages = withoutRepeats([pageOf('a', 'b'), pageOf('b', 'c', 'c')], []);
  expect(uidsOf(pages)).toEqual(['ab', 'c']);
  expect(rowIndex(pages).placeOf('c/c')).toBe(2);
});

it('goes on with the places of the pages before', () => {
  const before = withoutRepeats([pageOf('a', 'b')], []);
  const after = [pageOf('a', 'b')];
  keepIndex(before, after);
  const pages = withoutRepeats([...after, pageOf('b', 'c')], after);
  expect(uidsOf(pages)).toEqual(['ab', 'c']);
  expect(rowIndex(pages).locate('c/c', pages)).toEqual({ page: pages[1], at: 0 });
});

it('finds no row in pages that have one twice rather than another', () => {
  const pages = [pageOf('a', 'b'), pageOf('b', 'c')];
  expect(rowIndex(pages).locate('c/c', pages)).toBeNull();
  expect(rowIndex(pages).locate('c/b', pages)).toEqual({ page: pages[0], at: 1 });
});
