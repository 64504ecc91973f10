'use client';

import { getResource, replaceResource } from '@argus/sdk';
import { useMutation } from '@tanstack/react-query';
import type { KubeObject } from '@/lib/kube-object';
import type { Gvr, ObjectPlace } from '@/lib/place';
import { problemOf } from '@/lib/problem';
import { toast } from '@/lib/toast-store';

const tries = 3;

async function changeNow(
  kind: Gvr,
  place: ObjectPlace,
  change: (object: KubeObject) => KubeObject,
  left = tries,
): Promise<void> {
  const target = {
    path: { cluster_id: place.cluster, ...kind, name: place.name },
    query: place.namespace ? { namespace: place.namespace } : undefined,
    throwOnError: true as const,
  };
  const { data } = await getResource(target);
  try {
    await replaceResource({ ...target, body: change(data) });
  } catch (error) {
    // One field is set whatever else has moved: a controller that was quicker is no conflict here.
    if (left <= 1 || problemOf(error).code !== 'resource-conflict') throw error;
    await changeNow(kind, place, change, left - 1);
  }
}

/** Makes one small change to an object on top of its newest version, and says how that went. */
export function useChange(kind: Gvr, place: ObjectPlace, done: string) {
  return useMutation({
    mutationFn: (change: (object: KubeObject) => KubeObject) => changeNow(kind, place, change),
    onSuccess: () => toast({ level: 'ok', title: done }),
    onError: (error) => {
      const { title, detail } = problemOf(error);
      toast({ level: 'bad', title, detail });
    },
  });
}
