import type { ClusterOutput } from '@argus/sdk';
import { describe, expect, it } from 'vitest';
import { ProblemError, problemOf } from '@/lib/problem';
import { suggestedName } from './cluster-name';
import { arranged } from './cluster-order';
import { fieldError, formError } from './field-error';
import { formatLabels, parseLabels } from './label-text';

describe('labels', () => {
  it('are read with commas or spaces and written back', () => {
    const labels = parseLabels('env=prod, region=eu  gold');
    expect(labels).toEqual({ env: 'prod', region: 'eu', gold: '' });
    expect(typeof labels === 'string' ? '' : formatLabels(labels)).toBe('env=prod, region=eu, gold');
  });

  it.each(['=x', 'a=b=c', 'a=1 a=2'])('refuse %j', (text) => {
    expect(typeof parseLabels(text)).toBe('string');
  });
});

describe('suggestedName', () => {
  it.each([
    ['kind-prod', 'kind-prod'],
    ['arn:aws:eks:eu-central-1:123456789012:cluster/Shop_1', 'shop-1'],
    ['admin@staging.example', 'staging.example'],
    ['--X--', 'x'],
    ['***', ''],
  ])('of %s is %s', (context, name) => {
    expect(suggestedName(context)).toBe(name);
  });
});

describe('arranged', () => {
  const cluster = (name: string, phase: ClusterOutput['status']['phase'], nodeCount: number | null): ClusterOutput => ({
    id: name,
    name,
    labels: { env: name.startsWith('prod') ? 'prod' : 'test' },
    server: 'https://10.0.0.1',
    context: name,
    source: 'uploaded',
    insecureSkipTlsVerify: false,
    status: { phase, reason: '', since: '2026-01-01T00:00:00Z' },
    version: 'v1.36.3',
    nodeCount,
    latencyMs: null,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
  });
  const all = [
    cluster('prod-10', 'connected', 3),
    cluster('prod-2', 'unreachable', null),
    cluster('dev', 'connected', 9),
  ];
  const names = (text: string, sort: string | null) => arranged([...all], text, sort).map(({ name }) => name);

  it('orders by name as people count', () => {
    expect(names('', null)).toEqual(['dev', 'prod-2', 'prod-10']);
  });

  it('orders by a column both ways', () => {
    expect(names('', 'status')[0]).toBe('prod-2');
    expect(names('', '-nodes')).toEqual(['dev', 'prod-10', 'prod-2']);
  });

  it('filters by name and label', () => {
    expect(names('env=prod', null)).toEqual(['prod-2', 'prod-10']);
    expect(names('nothing', null)).toEqual([]);
  });
});

describe('errors of a form', () => {
  const error = new ProblemError({
    ...problemOf('x'),
    title: 'Cannot be used',
    detail: 'No.',
    errors: [
      { field: 'name', message: 'Taken.' },
      { field: 'labels.env', message: 'Too long.' },
    ],
  });

  it('go to their fields', () => {
    expect(fieldError(error, 'name')).toBe('Taken.');
    expect(fieldError(error, 'labels')).toBe('Too long.');
    expect(fieldError(error, 'kubeconfig')).toBeNull();
    expect(formError(error, 'name')).toBeNull();
  });

  it('are said above the form when no field takes them', () => {
    expect(formError(error, 'kubeconfig')).toEqual({
      title: 'Cannot be used',
      detail: 'No. name: Taken. labels.env: Too long.',
    });
    expect(formError(null)).toBeNull();
  });
});
