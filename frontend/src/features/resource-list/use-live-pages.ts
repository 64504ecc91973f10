'use client';

import type { ResourcePage } from '@argus/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { textAt } from '@/lib/kube-object';
import { useLive } from '@/lib/live';
import { allClusters, isLost, type LiveMessage } from '@/lib/live-message';
import { type Gvr, liveName } from '@/lib/place';
import type { ListState } from './list-state';
import { isRow } from './live-rows';
import type { ResourcePages } from './use-resource-pages';

/** How soon after a change the list is read again: at once when that adds rows, later when only totals may be off. */
const soon = 250;
const later = 2500;
/** With more pages than this a refresh costs too much to come unasked. */
const freshPages = 3;

/** `cluster` is null for the list of all. */
type Options = { cluster: string | null; kind: Gvr; state: ListState; list: ResourcePages; held: boolean };

/** Whether an event can concern the list: its namespace is the one that is asked for. */
function inScope(message: LiveMessage, namespace: string): boolean {
  return !namespace || !isRow(message.object) || message.object.namespace === namespace;
}

/** Whether the stream begins at another moment than the page was read at: what happened between is in neither. */
function isAhead({ type, object }: LiveMessage, page: ResourcePage | undefined): boolean {
  if (type !== 'SYNCED') return false;
  return !page || page.stale || textAt(object, 'resourceVersion') !== page.resourceVersion;
}

/** Keeps loaded rows current. New ones are fetched when nothing holds them back, else counted for the chip. */
export function useLivePages({ cluster, kind, state, list, held }: Options) {
  const { apply, refetch, isFetchingNextPage, isReading } = list;
  const fresh = useRef(new Set<string>());
  const [waiting, setWaiting] = useState(0);
  const [due, setDue] = useState<number | null>(null);
  const first = useRef<ResourcePage | undefined>(undefined);
  first.current = list.pages?.[0];
  const quiet = held || (list.pages?.length ?? 0) > freshPages;

  const ask = useCallback((within: number) => setDue((now) => (now === null ? within : Math.min(now, within))), []);
  const onBatch = useCallback(
    (batch: LiveMessage[]) => {
      const change = apply(batch.filter((message) => inScope(message, state.namespace)));
      for (const uid of change.added) fresh.current.add(uid);
      for (const uid of change.removed) fresh.current.delete(uid);
      setWaiting(fresh.current.size);
      const turned = batch.some((message) => isLost(message) || isAhead(message, first.current));
      if (turned || change.resync || change.added.length > 0) ask(soon);
      else if (change.elsewhere || batch.some(({ type }) => type === 'DELETED')) ask(later);
    },
    [apply, state.namespace, ask],
  );
  useLive({ cluster: cluster ?? allClusters, resource: liveName(kind) }, onBatch);

  const refresh = useCallback(async () => {
    setDue(null);
    // What comes while the list is read may be in it or not.
    fresh.current.clear();
    setWaiting(0);
    const { data } = await refetch();
    for (const { rows } of data?.pages ?? []) for (const { uid } of rows) fresh.current.delete(uid);
    setWaiting(fresh.current.size);
  }, [refetch]);
  useEffect(() => {
    // Reading again would break off the page that is on its way, and where much is new none would ever arrive.
    if (due === null || quiet || isFetchingNextPage) return;
    // A page that was asked for just now is not rendered as on its way yet.
    const timer = setInterval(() => isReading() || refresh(), due);
    return () => clearInterval(timer);
  }, [due, quiet, isFetchingNextPage, isReading, refresh]);
  return { waiting: quiet ? waiting : 0, refresh };
}
