'use client';

import { deleteResource } from '@argus/sdk';
import { useCallback, useState } from 'react';
import { type Gvr, objectId } from '@/lib/place';
import { problemOf } from '@/lib/problem';

/** One object to delete; with its uid, so that a namesake made meanwhile is spared. */
export type Victim = { cluster: string; namespace: string; name: string; uid: string };
export type Outcome = { state: 'waiting' | 'running' | 'done' } | { state: 'failed'; reason: string };

const atOnce = 4;

export async function deleteOne(kind: Gvr, { cluster, namespace, name, uid }: Victim): Promise<Outcome> {
  try {
    await deleteResource({
      path: { cluster_id: cluster, ...kind, name },
      query: { namespace: namespace || undefined },
      body: { uid },
      throwOnError: true,
    });
    return { state: 'done' };
  } catch (error) {
    const { detail, title } = problemOf(error);
    return { state: 'failed', reason: detail || title };
  }
}

/** Deletes objects a few at a time and keeps the outcome of each, by its id. */
export function useDeletion(kind: Gvr) {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [running, setRunning] = useState(false);
  const run = useCallback(
    async (victims: Victim[]) => {
      const note = (victim: Victim, outcome: Outcome) =>
        setOutcomes((before) => new Map(before).set(objectId(victim), outcome));
      setRunning(true);
      setOutcomes(new Map(victims.map((victim) => [objectId(victim), { state: 'waiting' }])));
      const queue = [...victims];
      let failed = 0;
      const work = async () => {
        for (let victim = queue.shift(); victim; victim = queue.shift()) {
          note(victim, { state: 'running' });
          const outcome = await deleteOne(kind, victim);
          if (outcome.state === 'failed') failed++;
          note(victim, outcome);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      setRunning(false);
      return failed;
    },
    [kind],
  );
  return { outcomes, running, run };
}
