import { describe, expect, it } from 'vitest';
import { containerState, podContainers } from './container-state';

describe('containerState', () => {
  it('knows a running container that is not ready yet', () => {
    const state = { running: { startedAt: '2026-01-01T00:00:00Z' } };
    expect(containerState({ ready: true, state })).toMatchObject({ level: 'ok', state: 'Running' });
    expect(containerState({ ready: false, started: false, state })).toMatchObject({
      level: 'warn',
      state: 'Not ready',
    });
  });

  it('says why a container waits', () => {
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' };
    expect(containerState({ state: { waiting } })).toMatchObject({ level: 'bad', detail: 'back-off 5m0s' });
    expect(containerState({ state: { waiting: { reason: 'ContainerCreating' } } }).level).toBe('info');
    expect(containerState(undefined)).toMatchObject({ level: 'info', state: 'Waiting' });
  });

  it('tells a finished container from a failed one', () => {
    expect(containerState({ state: { terminated: { reason: 'Completed', exitCode: 0 } } }).level).toBe('idle');
    const failed = containerState({ state: { terminated: { reason: 'OOMKilled', exitCode: 137 } } });
    expect(failed).toMatchObject({ level: 'bad', state: 'OOMKilled, exit code 137' });
  });
});

it('puts spec and status of each container together', () => {
  const containers = podContainers({
    spec: {
      containers: [
        {
          name: 'web',
          image: 'web:1',
          resources: { requests: { cpu: '100m', memory: '64Mi' } },
          ports: [{ containerPort: 80 }],
        },
      ],
      initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }],
    },
    status: {
      containerStatuses: [
        {
          name: 'web',
          restartCount: 3,
          ready: true,
          state: { running: {} },
          lastState: { terminated: { reason: 'Error', exitCode: 1 } },
        },
      ],
    },
  });
  expect(containers[0]).toMatchObject({
    name: 'web',
    restarts: 3,
    lastEnd: 'Error, exit code 1',
    requests: '100m CPU, 64Mi',
    ports: ['80/TCP'],
  });
  expect(containers[1]).toMatchObject({ name: 'proxy', role: 'sidecar', state: 'Waiting' });
});
