'use client';

import type { Row } from '@argus/sdk';
import { getResourceOptions, listResourcesOptions } from '@argus/sdk/query';
import { useState } from 'react';
import { applyBatch, isRow } from '@/features/resource-list/live-rows';
import { useHealthChange } from '@/lib/cluster-query';
import { isObject, textAt } from '@/lib/kube-object';
import { useLive } from '@/lib/live';
import { isLost, type LiveMessage, startsAnew } from '@/lib/live-message';
import { type Gvr, liveName, type ObjectPlace } from '@/lib/place';
import { problemOf } from '@/lib/problem';
import { useStreamedQuery } from '@/lib/streamed-query';

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
  const { tell, reread, ...query } = useStreamedQuery({
    ...objectOptions(kind, place),
    refetchInterval: ({ state }) => (state.data && problemOf(state.error).status >= 500 ? whileAway : false),
  });
  const [goneUid, setGoneUid] = useState<string | null>(null);
  useHealthChange(place.cluster, query.refetch);
  const onBatch = (batch: LiveMessage[]) => {
    if (batch.some((message) => startsAnew(message) || isLost(message))) void reread();
    const last = batch.findLast(({ type }) => type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED');
    const object = last?.object;
    if (!isObject(object)) return;
    if (last?.type === 'DELETED') setGoneUid(textAt(object, 'metadata', 'uid'));
    else if (isMasked(kind)) void reread();
    else tell(() => object);
  };
  const { cluster, name } = place;
  useLive({ cluster, resource: liveName(kind), namespace: place.namespace ?? undefined, name }, onBatch);
  const uid = textAt(query.data, 'metadata', 'uid');
  return { ...query, gone: goneUid !== null && goneUid === uid };
}

/** The object's row in its list: it carries the health that the index found. Null until it is known. */
export function useObjectRow(kind: Gvr, { cluster, namespace, name }: ObjectPlace): Row | null {
  const path = { cluster_id: cluster, ...kind };
  const query = { namespace: namespace || undefined, filter: [`name=${name}`], limit: 2 };
  const { data, tell, reread } = useStreamedQuery({ ...listResourcesOptions({ path, query }), retry: false });
  const onBatch = (batch: LiveMessage[]) => {
    const mine = batch.filter(
      ({ object }) => isRow(object) && object.name === name && object.namespace === (namespace ?? ''),
    );
    if (batch.some(startsAnew) || mine.some(({ type }) => type === 'ADDED')) void reread();
    if (mine.length > 0) tell((page) => page && applyBatch([page], mine).pages[0]);
  };
  useLive({ cluster, resource: liveName(kind), namespace: namespace ?? undefined }, onBatch);
  return data?.rows.find((row) => row.name === name) ?? null;
}
