'use client';

import type { Row } from '@argus/sdk';
import { getResourceOptions, listResourcesOptions } from '@argus/sdk/query';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { isRow } from '@/features/resource-list/live-rows';
import { useHealthChange } from '@/lib/cluster-query';
import { isObject, type KubeObject, textAt } from '@/lib/kube-object';
import { useLive } from '@/lib/live';
import { isLost, type LiveMessage, startsAnew } from '@/lib/live-message';
import { type Gvr, liveName, type ObjectPlace } from '@/lib/place';
import { problemOf } from '@/lib/problem';

export function objectOptions(kind: Gvr, { cluster, namespace, name }: ObjectPlace) {
  const path = { cluster_id: cluster, ...kind, name };
  return getResourceOptions({ path, query: namespace ? { namespace } : undefined });
}

/** Secrets come masked over the socket: their change is a reason to read again, never the new value. */
function isMasked(kind: Gvr): boolean {
  return kind.group === 'core' && kind.resource === 'secrets';
}

/** How often an object is asked for again while its cluster does not answer: the live stream is silent then. */
const whileAway = 4_000;

/** One whole object that stays current, and whether it was deleted while it was open. */
export function useObject(kind: Gvr, place: ObjectPlace) {
  const client = useQueryClient();
  const options = objectOptions(kind, place);
  const query = useQuery({
    ...options,
    refetchInterval: ({ state }) => (state.data && problemOf(state.error).status >= 500 ? whileAway : false),
  });
  const [goneUid, setGoneUid] = useState<string | null>(null);
  const { refetch } = query;
  useHealthChange(place.cluster, refetch);
  // A reading that is under way began before the stream did, and another would only join it: so it is read after it.
  const reread = useCallback(async () => {
    const first = client.getQueryData(options.queryKey) === undefined;
    await refetch();
    if (first) await refetch();
  }, [client, options.queryKey, refetch]);
  const onBatch = useCallback(
    (batch: LiveMessage[]) => {
      if (batch.some((message) => startsAnew(message) || isLost(message))) void reread();
      const last = batch.findLast(({ type }) => type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED');
      if (!last || !isObject(last.object)) return;
      if (last.type === 'DELETED') setGoneUid(textAt(last.object, 'metadata', 'uid'));
      else if (isMasked(kind)) void refetch();
      else client.setQueryData<KubeObject>(options.queryKey, last.object);
    },
    [client, kind, options.queryKey, refetch, reread],
  );
  const { cluster, name } = place;
  useLive({ cluster, resource: liveName(kind), namespace: place.namespace ?? undefined, name }, onBatch);
  const uid = textAt(query.data, 'metadata', 'uid');
  return { ...query, gone: goneUid !== null && goneUid === uid };
}

/** The object's row in its list: it carries the health that the index found. Null until it is known. */
export function useObjectRow(kind: Gvr, { cluster, namespace, name }: ObjectPlace): Row | null {
  const path = { cluster_id: cluster, ...kind };
  const query = { namespace: namespace || undefined, filter: [`name=${name}`], limit: 2 };
  const { data, refetch } = useQuery({ ...listResourcesOptions({ path, query }), retry: false });
  const [later, setLater] = useState<Row | null>(null);
  const row = data?.rows.find((one) => one.name === name) ?? null;
  const onBatch = useCallback(
    (batch: LiveMessage[]) => {
      if (batch.some(startsAnew)) void refetch();
      const mine = batch.findLast(
        ({ object }) => isRow(object) && object.name === name && object.namespace === (namespace ?? ''),
      );
      if (isRow(mine?.object)) setLater(mine.object);
    },
    [name, namespace, refetch],
  );
  useLive({ cluster, resource: liveName(kind), namespace: namespace ?? undefined }, onBatch);
  return later !== null && later.uid === row?.uid ? later : row;
}
