'use client';

import type { ResourcePage } from '@argus/sdk';
import { useCallback, useEffect, useRef } from 'react';
import { useHealthChange } from '@/lib/cluster-query';
import { textAt } from '@/lib/kube-object';
import { useLive } from '@/lib/live';
import { allClusters, isLost, type LiveMessage, startsAnew } from '@/lib/live-message';
import { type Gvr, liveName } from '@/lib/place';
import type { ListState } from './list-state';
import { isRow } from './live-rows';
import { later, soon } from './rereading';
import { useRereading } from './use-rereading';
import type { ResourcePages } from './use-resource-pages';
import { useUnseen } from './use-unseen';

/** While a cluster is away: the live stream tells when it is back, but not what a page would say of it until then. */
const whileBehind = 4000;
/** With more pages than this a refresh costs too much to come for every change. */
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

/** The clusters that are missing on the page, or shown as they were when they were last heard of. */
function behind(page: ResourcePage | undefined, cluster: string | null): string[] {
  const parts = page?.partial.filter(({ state }) => state === 'unavailable' || state === 'stale') ?? [];
  return [...parts.map((part) => part.cluster), ...(page?.stale && cluster ? [cluster] : [])];
}

/**
 * Calls `run` once for each return of clusters that the page says are behind, whether it is told before the page has
 * come or after. Takes the messages as they come.
 */
function useReturns(page: ResourcePage | undefined, cluster: string | null, run: () => void) {
  const back = useRef(new Set<string>());
  const check = useCallback(
    (page: ResourcePage | undefined) => {
      if (behind(page, cluster).filter((one) => back.current.delete(one)).length > 0) run();
    },
    [cluster, run],
  );
  useEffect(() => check(page), [check, page]);
  return useCallback(
    (batch: LiveMessage[]) => {
      for (const message of batch) {
        if (message.type === 'SYNCED') back.current.add(message.cluster);
        if (isLost(message)) back.current.delete(message.cluster);
      }
      check(page);
    },
    [check, page],
  );
}

/**
 * Keeps loaded rows current. The list is read again for new rows where nothing holds it back, else they are counted for
 * the chip; for what the stream missed and for clusters that are back it is read again in any case.
 */
export function useLivePages({ cluster, kind, state, list, held }: Options) {
  const { apply, pages } = list;
  const first = pages?.[0];
  const heldBack = held || (pages?.length ?? 0) > freshPages;
  const { count, note } = useUnseen(list.hash);
  const poll = behind(first, cluster).length > 0 ? whileBehind : null;
  const { ask, answers } = useRereading(list, { held: heldBack, poll });
  const askAnyway = useCallback(() => ask({ within: soon, always: true }), [ask]);
  const hearReturns = useReturns(first, cluster, askAnyway);
  useHealthChange(cluster, askAnyway);
  const onBatch = (batch: LiveMessage[]) => {
    const { added, deleted, elsewhere, resync } = apply(batch.filter((one) => inScope(one, state.namespace)));
    note(added, deleted);
    hearReturns(batch);
    if (batch.some(startsAnew)) answers();
    const turned = batch.some((message) => isLost(message) || isAhead(message, first));
    if (resync) askAnyway();
    else if (turned || added.length > 0) ask({ within: soon, always: false });
    else if (elsewhere || deleted.length > 0) ask({ within: later, always: false });
  };
  useLive({ cluster: cluster ?? allClusters, resource: liveName(kind) }, onBatch);
  return { waiting: heldBack && !list.isRefetching ? count : 0 };
}
