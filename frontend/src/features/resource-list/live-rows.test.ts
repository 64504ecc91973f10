import type { ResourcePage, Row } from '@argus/sdk';
import { expect, it } from 'vitest';
import type { LiveMessage } from '@/lib/live-message';
import { applyBatch } from './live-rows';

function row(uid: string, status: string, version = '1'): Row {
  return {
    cluster: 'c1',
    uid,
    namespace: 'shop',
    name: `pod-${uid}`,
    createdAt: '2026-01-01T00:00:00Z',
    labels: {},
    cells: [`pod-${uid}`, status],
    health: { level: status === 'Running' ? 'ok' : 'bad', reason: status },
    resourceVersion: version,
  };
}

function page(rows: Row[]): ResourcePage {
  return {
    columns: [],
    rows,
    total: rows.length,
    unfilteredTotal: rows.length,
    unhealthy: 0,
    cursor: null,
    resourceVersion: '1',
    stale: false,
    partial: [],
  };
}

function message(type: LiveMessage['type'], object: Row | null): LiveMessage {
  return { type, cluster: 'c1', resource: 'pods', namespace: 'shop', object };
}

const pages = [page([row('a', 'Running'), row('b', 'Running')]), page([row('c', 'Running')])];

it('changes a row in place and leaves all others as they are', () => {
  const change = applyBatch(pages, [message('MODIFIED', row('b', 'Failed', '2'))]);
  expect(change.pages[0]?.rows.map((one) => one.uid)).toEqual(['a', 'b']);
  expect(change.pages[0]?.rows[1]?.cells[1]).toBe('Failed');
  expect(change.pages[1]).toBe(pages[1]);
  expect(change.pages[0]?.rows[0]).toBe(pages[0]?.rows[0]);
});

it('keeps a deleted row in its place and marks it', () => {
  const change = applyBatch(pages, [message('DELETED', row('a', 'Running'))]);
  expect(change.pages[0]?.rows).toHaveLength(2);
  expect(change.pages[0]?.rows[0]).toMatchObject({ uid: 'a', gone: true, health: { reason: 'Deleted' } });
});

it('counts new objects instead of guessing where they belong', () => {
  const change = applyBatch(pages, [message('ADDED', row('x', 'Running')), message('ADDED', row('x', 'Running', '3'))]);
  expect(change.added).toEqual(['c1/x']);
  expect(change.pages[0]).toBe(pages[0]);
});

it('notices changes to rows that are not loaded', () => {
  const change = applyBatch(pages, [message('MODIFIED', row('z', 'Failed'))]);
  expect(change).toMatchObject({ elsewhere: true, added: [] });
});

it('changes rows of a page that was changed before, each in its place', () => {
  const once = applyBatch(pages, [message('MODIFIED', row('a', 'Failed', '2'))]);
  const twice = applyBatch(once.pages, [
    message('MODIFIED', row('a', 'Running', '3')),
    message('MODIFIED', row('b', 'Pending', '4')),
    message('DELETED', row('c', 'Running', '5')),
  ]);
  expect(twice.pages.map(({ rows }) => rows.map(({ uid, cells }) => [uid, cells[1]]))).toEqual([
    [
      ['a', 'Running'],
      ['b', 'Pending'],
    ],
    [['c', 'Running']],
  ]);
  expect(twice.pages[1]?.rows[0]).toMatchObject({ gone: true });
  expect(pages[0]?.rows[0]?.cells[1]).toBe('Running');
});

it('hands back the same pages where nothing of them changed', () => {
  const old = message('MODIFIED', row('a', 'Failed', '0'));
  expect(applyBatch(pages, [old, message('DELETED', row('z', 'Failed'))]).pages).toBe(pages);
});

it('names what went, on a page or not, but as new only what is on no page', () => {
  const batch = [message('DELETED', row('a', 'Running')), message('DELETED', row('z', 'Failed'))];
  expect(applyBatch(pages, batch)).toMatchObject({ deleted: ['c1/a', 'c1/z'], added: [], elsewhere: true });
  expect(applyBatch(pages, [message('ADDED', row('b', 'Running'))])).toMatchObject({ added: [], elsewhere: false });
});

it('takes objects of two clusters that have the same uid for two', () => {
  const copy = { ...row('a', 'Running'), cluster: 'c2' };
  const both = [page([row('a', 'Running'), copy])];
  const [after] = applyBatch(both, [message('MODIFIED', row('a', 'Failed', '2'))]).pages;
  expect(after?.rows.map(({ cluster, cells }) => [cluster, cells[1]])).toEqual([
    ['c1', 'Failed'],
    ['c2', 'Running'],
  ]);
});

it('does not bring back what was deleted for what was told before', () => {
  const gone = applyBatch(pages, [message('DELETED', row('a', 'Running', '9'))]).pages;
  const after = applyBatch(gone, [message('MODIFIED', row('a', 'Failed', '8'))]).pages;
  expect(after[0]?.rows[0]).toMatchObject({ gone: true });
});

it('never goes back to an older version', () => {
  const now = [page([row('a', 'Running', '10')])];
  expect(applyBatch(now, [message('MODIFIED', row('a', 'Pending', '9'))]).pages[0]?.rows[0]?.cells[1]).toBe('Running');
});

it('asks for everything again after RESYNC', () => {
  expect(applyBatch(pages, [message('RESYNC', null)]).resync).toBe(true);
});
