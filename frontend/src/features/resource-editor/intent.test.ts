import { expect, it } from 'vitest';
import { onTopOf, sameIntent } from './intent';

const base = {
  kind: 'Deployment',
  metadata: { name: 'web', resourceVersion: '1' },
  spec: { replicas: 2 },
  status: { ready: 1 },
};

it('does not take a moving status for a decision', () => {
  const later = { ...base, metadata: { name: 'web', resourceVersion: '9', generation: 2 }, status: { ready: 2 } };
  expect(sameIntent(base, later)).toBe(true);
  expect(sameIntent(base, { ...later, spec: { replicas: 3 } })).toBe(false);
  expect(sameIntent(base, { ...later, metadata: { name: 'web', labels: { a: 'b' } } })).toBe(false);
});

it('puts my change onto the newer version, with its number', () => {
  const mine = { ...base, spec: { replicas: 5 } };
  const theirs = { ...base, metadata: { name: 'web', resourceVersion: '9', labels: { team: 'shop' } } };
  expect(onTopOf(base, mine, theirs)).toEqual({ ...theirs, spec: { replicas: 5 } });
});
