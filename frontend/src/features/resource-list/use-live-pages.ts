'use client';

import type { ResourcePage } from '@argus/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { textAt } from '@/lib/kube-object';
import { useLive } from '@/lib/live';
import { allClusters, isLost, type LiveMessage } from '@/lib/live-message';
import { type Gvr, liveName } from '@/lib/place';
import type { ListState } from './list-state';
import { applyBatch, isRow } from './live-rows';
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

/**
 * What is heard while pages are being read is applied again to what was read: that can be older, and the pages that
 * stand beside a new one are those of the moment when it was asked for. Takes the messages as they come.
 */
function useMeanwhile({ pages, update, isReading }: ResourcePages): (batch: LiveMessage[]) => void {
  const heard = useRef(new Map<string, LiveMessage>());
  useEffect(() => {
    if (heard.current.size === 0 || !pages) return;
    const batch = [...heard.current.values()];
    if (!isReading()) heard.current.clear();
    update((now) => {
      const { pages } = applyBatch(now, batch);
      return pages.some((page, at) => page !== now[at]) ? pages : now;
    });
  }, [pages, update, isReading]);
  return useCallback(
    (batch) => {
      if (!isReading()) return;
      for (const message of batch) if (isRow(message.object)) heard.current.set(message.object.uid, message);
    },
    [isReading],
  );
}

function notIn(pages: ResourcePage[], uids: ReadonlySet<string>): ReadonlySet<string> {
  const left = new Set(uids);
  for (const { rows } of pages) for (const { uid } of rows) left.delete(uid);
  return left;
}

/** Keeps loaded rows current. New ones are fetched when nothing holds them back, else counted for the chip. */
export function useLivePages({ cluster, kind, state, list, held }: Options) {
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const [due, setDue] = useState<number | null>(null);
  const pages = useRef<ResourcePage[]>([]);
  pages.current = list.pages ?? [];
  const quiet = held || pages.current.length > freshPages;

  const ask = useCallback((within: number) => setDue((now) => (now === null ? within : Math.min(now, within))), []);
  const meanwhile = useMeanwhile(list);
  const onBatch = useCallback(
    (batch: LiveMessage[]) => {
      const mine = batch.filter((message) => inScope(message, state.namespace));
      meanwhile(mine);
      const change = applyBatch(pages.current, mine);
      if (change.pages.some((page, at) => page !== pages.current[at])) list.update(() => change.pages);
      if (change.added.length > 0) setWaiting((before) => new Set([...before, ...change.added]));
      const turned = batch.some((message) => isLost(message) || isAhead(message, pages.current[0]));
      if (turned || change.resync || change.added.length > 0) ask(soon);
      else if (change.elsewhere || batch.some(({ type }) => type === 'DELETED')) ask(later);
    },
    [list.update, state.namespace, ask, meanwhile],
  );
  useLive({ cluster: cluster ?? allClusters, resource: liveName(kind) }, onBatch);

  const { refetch, isFetchingNextPage, isReading } = list;
  const refresh = useCallback(async () => {
    setDue(null);
    // What comes while the list is read may be in it or not.
    setWaiting(new Set());
    const { data } = await refetch();
    setWaiting((now) => (now.size > 0 && data ? notIn(data.pages, now) : now));
  }, [refetch]);
  useEffect(() => {
    // Reading again would break off the page that is on its way, and where much is new none would ever arrive.
    if (due === null || quiet || isFetchingNextPage) return;
    // A page that was asked for just now is not rendered as on its way yet.
    const timer = setInterval(() => isReading() || refresh(), due);
    return () => clearInterval(timer);
  }, [due, quiet, isFetchingNextPage, isReading, refresh]);
  return { waiting: quiet ? waiting.size : 0, refresh };
}
