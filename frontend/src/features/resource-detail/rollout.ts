import { at, type KubeObject, numberAt, objectsAt, textAt } from '@/lib/kube-object';

export type Rollout = {
  wanted: number;
  updated: number;
  ready: number;
  available: number;
  done: boolean;
  /** Where it stands, in a sentence. */
  words: string;
};

function first(object: KubeObject, ...names: string[]): number {
  for (const name of names) {
    const value = numberAt(object, 'status', name);
    if (value !== null) return value;
  }
  return 0;
}

function sentence(object: KubeObject, { wanted, updated, available }: Omit<Rollout, 'done' | 'words'>): string {
  const progress = objectsAt(object, 'status', 'conditions').find((one) => one.type === 'Progressing');
  if (at(object, 'spec', 'paused') === true) return 'The rollout is paused.';
  if (textAt(progress, 'reason') === 'ProgressDeadlineExceeded')
    return 'The rollout is stuck: its deadline has passed.';
  if (behind(object)) return 'The controller has not seen the latest change yet.';
  if (wanted === 0) return 'Scaled to zero.';
  if (updated < wanted) return `Rolling out: ${updated} of ${wanted} run the new version.`;
  if (available < wanted) return `Waiting: ${available} of ${wanted} are available.`;
  return 'Rolled out.';
}

function behind(object: KubeObject): boolean {
  const [seen, now] = [numberAt(object, 'status', 'observedGeneration'), numberAt(object, 'metadata', 'generation')];
  return seen !== null && now !== null && seen < now;
}

/** How far a Deployment, StatefulSet, DaemonSet or ReplicaSet is; a ReplicaSet has no updates of its own. */
export function rolloutOf(object: KubeObject): Rollout {
  const wanted = numberAt(object, 'spec', 'replicas') ?? first(object, 'desiredNumberScheduled');
  const ready = first(object, 'readyReplicas', 'numberReady');
  const rolls = at(object, 'spec', 'strategy') !== undefined || at(object, 'spec', 'updateStrategy') !== undefined;
  const updated = rolls ? first(object, 'updatedReplicas', 'updatedNumberScheduled') : first(object, 'replicas');
  const available = first(object, 'availableReplicas', 'numberAvailable');
  const counts = { wanted, updated, ready, available };
  const done = !behind(object) && updated >= wanted && available >= wanted;
  return { ...counts, done, words: sentence(object, counts) };
}
