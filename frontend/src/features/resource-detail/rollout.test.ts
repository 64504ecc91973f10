import { expect, it } from 'vitest';
import { rolloutOf } from './rollout';

function deployment(status: object, generation = 2) {
  return { metadata: { generation }, spec: { replicas: 3, strategy: { type: 'RollingUpdate' } }, status };
}

it('is done when all run the new version and are available', () => {
  const status = { observedGeneration: 2, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
  expect(rolloutOf(deployment(status))).toMatchObject({ done: true, words: 'Rolled out.' });
});

it('counts what runs the new version', () => {
  const status = { observedGeneration: 2, updatedReplicas: 1, readyReplicas: 3, availableReplicas: 3 };
  expect(rolloutOf(deployment(status))).toMatchObject({
    done: false,
    words: 'Rolling out: 1 of 3 run the new version.',
  });
});

it('knows that the controller lags behind', () => {
  const status = { observedGeneration: 1, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
  expect(rolloutOf(deployment(status)).done).toBe(false);
});

it('says that a rollout is stuck', () => {
  const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
  expect(rolloutOf(deployment({ observedGeneration: 2, conditions })).words).toMatch(/stuck/);
});

it('reads a DaemonSet by its own names', () => {
  const status = { desiredNumberScheduled: 4, numberReady: 4, updatedNumberScheduled: 4, numberAvailable: 4 };
  expect(rolloutOf({ spec: { updateStrategy: {} }, status })).toMatchObject({ wanted: 4, ready: 4, done: true });
});

it('takes a ReplicaSet as it is', () => {
  const status = { replicas: 2, readyReplicas: 2, availableReplicas: 2 };
  expect(rolloutOf({ spec: { replicas: 2 }, status })).toMatchObject({ updated: 2, done: true });
});
