import type { Row, UnhealthyItem } from '@argus/sdk';
import { describe, expect, it } from 'vitest';
import { troublePath, troubles } from './attention';
import { toEventRow } from './event-row';

const item = (over: Partial<UnhealthyItem>): UnhealthyItem => ({
  cluster: 'c1',
  group: 'core',
  version: 'v1',
  resource: 'pods',
  kind: 'Pod',
  namespace: 'shop',
  name: 'web',
  level: 'bad',
  reason: 'CrashLoopBackOff',
  createdAt: '2026-01-01T00:00:00Z',
  ...over,
});

describe('troubles', () => {
  it('come together by reason, the worst and then the most frequent first', () => {
    const found = troubles([
      item({ level: 'warn', reason: 'Unschedulable' }),
      item({ reason: 'Error' }),
      item({ name: 'a' }),
      item({ name: 'b', cluster: 'c2' }),
    ]);
    expect(found.map(({ reason, items }) => [reason, items.length])).toEqual([
      ['CrashLoopBackOff', 2],
      ['Error', 1],
      ['Unschedulable', 1],
    ]);
  });

  it('lead to the narrowest list that shows them all', () => {
    const [one] = troubles([item({}), item({ name: 'b' })]);
    const [two] = troubles([item({}), item({ cluster: 'c2', namespace: 'batch' })]);
    expect(one && troublePath(one)).toBe('/clusters/c1/pods?namespace=shop&filter=health%3Dbad');
    expect(two && troublePath(two)).toBe('/fleet/pods?filter=health%3Dbad');
  });
});

describe('toEventRow', () => {
  const columns = ['Reason', 'Object', 'Message', 'Last Seen'].map((name) => ({
    name,
    type: 'string',
    format: '',
    description: '',
    priority: 0,
  }));
  const row = (cells: Row['cells']): Row => ({
    cluster: 'c1',
    uid: 'u',
    namespace: 'shop',
    name: 'e',
    createdAt: '2026-01-01T00:00:00Z',
    labels: {},
    cells,
    health: { level: 'ok', reason: 'Normal' },
    resourceVersion: '1',
  });

  it('finds its columns by name and its subject’s page', () => {
    expect(toEventRow(row(['Killing', 'pod/web-1', 'Stopping', '2026-01-02T00:00:00Z']), columns)).toMatchObject({
      reason: 'Killing',
      message: 'Stopping',
      lastSeen: '2026-01-02T00:00:00Z',
      href: '/clusters/c1/pods/shop/web-1',
      level: 'idle',
    });
  });

  it('links cluster-wide subjects without a namespace, and unknown ones not at all', () => {
    expect(toEventRow(row(['x', 'node/n1', '', null]), columns).href).toBe('/clusters/c1/nodes/_/n1');
    expect(toEventRow(row(['x', 'widget/w', '', null]), columns)).toMatchObject({
      href: null,
      lastSeen: '2026-01-01T00:00:00Z',
    });
  });
});
