import { expect, it } from 'vitest';
import { canRestart, canScale, restartedAt, scaledTo } from './object-action';

const object = { spec: { replicas: 2, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } } } };

it('scales and restarts only what can be', () => {
  const kind = (resource: string) => ({ group: 'apps', version: 'v1', resource });
  expect(['deployments', 'statefulsets', 'daemonsets', 'replicasets'].map((one) => canScale(kind(one)))).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(['deployments', 'statefulsets', 'daemonsets', 'replicasets'].map((one) => canRestart(kind(one)))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

it('changes nothing but the count', () => {
  expect(scaledTo(object, 5)).toEqual({ spec: { ...object.spec, replicas: 5 } });
  expect(object.spec.replicas).toBe(2);
});

it('stamps the template', () => {
  expect(restartedAt(object, '2026-01-01T00:00:00Z')).toEqual({
    spec: {
      replicas: 2,
      template: {
        metadata: {
          labels: { app: 'web' },
          annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z' },
        },
        spec: { containers: [] },
      },
    },
  });
});
