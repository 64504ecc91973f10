import { at, isObject, type KubeObject, numberAt, objectsAt, textAt } from '@/lib/kube-object';
import type { Level } from '@/lib/level';

export type ContainerView = {
  name: string;
  role: 'init' | 'sidecar' | 'main' | 'ephemeral';
  image: string;
  level: Level;
  state: string;
  detail: string;
  since: string | null;
  restarts: number;
  /** Why the run before ended; empty when there was none. */
  lastEnd: string;
  requests: string;
  limits: string;
  ports: string[];
};

type State = Pick<ContainerView, 'level' | 'state' | 'detail' | 'since'>;

function ended(terminated: unknown): string {
  const reason = textAt(terminated, 'reason') || 'Terminated';
  const code = numberAt(terminated, 'exitCode');
  return code === null ? reason : `${reason}, exit code ${code}`;
}

const starting = /^(ContainerCreating|PodInitializing)$/;

export function containerState(status: KubeObject | undefined): State {
  const running = at(status, 'state', 'running');
  if (isObject(running)) {
    const ready = status?.ready === true || status?.started === true;
    return {
      level: ready ? 'ok' : 'warn',
      state: ready ? 'Running' : 'Not ready',
      detail: '',
      since: textAt(running, 'startedAt'),
    };
  }
  const terminated = at(status, 'state', 'terminated');
  if (isObject(terminated)) {
    const level = numberAt(terminated, 'exitCode') === 0 ? 'idle' : 'bad';
    return {
      level,
      state: ended(terminated),
      detail: textAt(terminated, 'message'),
      since: textAt(terminated, 'finishedAt'),
    };
  }
  const reason = textAt(status, 'state', 'waiting', 'reason');
  const level = !reason || starting.test(reason) ? 'info' : 'bad';
  return { level, state: reason || 'Waiting', detail: textAt(status, 'state', 'waiting', 'message'), since: null };
}

function resources(spec: KubeObject, sort: 'requests' | 'limits'): string {
  const [cpu, memory] = [textAt(spec, 'resources', sort, 'cpu'), textAt(spec, 'resources', sort, 'memory')];
  return [cpu && `${cpu} CPU`, memory].filter(Boolean).join(', ');
}

function ports(spec: KubeObject): string[] {
  return objectsAt(spec, 'ports').map((port) => {
    const name = textAt(port, 'name');
    return `${textAt(port, 'containerPort')}/${textAt(port, 'protocol') || 'TCP'}${name ? ` ${name}` : ''}`;
  });
}

function view(spec: KubeObject, role: ContainerView['role'], statuses: KubeObject[]): ContainerView {
  const name = textAt(spec, 'name');
  const status = statuses.find((one) => one.name === name);
  const last = at(status, 'lastState', 'terminated');
  return {
    name,
    role: role === 'init' && spec.restartPolicy === 'Always' ? 'sidecar' : role,
    image: textAt(spec, 'image'),
    ...containerState(status),
    restarts: numberAt(status, 'restartCount') ?? 0,
    lastEnd: isObject(last) ? ended(last) : '',
    requests: resources(spec, 'requests'),
    limits: resources(spec, 'limits'),
    ports: ports(spec),
  };
}

/** A pod's containers in the order in which they matter: the main ones, then init and debugging ones. */
export function podContainers(pod: KubeObject): ContainerView[] {
  const of = (specs: string, statuses: string, role: ContainerView['role']) =>
    objectsAt(pod, 'spec', specs).map((spec) => view(spec, role, objectsAt(pod, 'status', statuses)));
  return [
    ...of('containers', 'containerStatuses', 'main'),
    ...of('initContainers', 'initContainerStatuses', 'init'),
    ...of('ephemeralContainers', 'ephemeralContainerStatuses', 'ephemeral'),
  ];
}
