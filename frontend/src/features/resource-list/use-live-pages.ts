'use client';

import type { ResourcePage } from '@argus/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { textAt } from '@/lib/kube-object';
import { useLive } from '@/lib/live';
import { allClusters, isLost, type LiveMessage } from '@/lib/live-message';
import { type Gvr, liveName } from '@/lib/place';
import { problemOf } from '@/lib/problem';
import type { ListState } from './list-state';
import { isRow } from './live-rows';
import type { ResourcePages } from './use-resource-pages';
import { useUnseen } from './use-unseen';

/** How soon after a change the list is read again: at once when that adds rows, later when only totals may be off. */
const soon = 250;
const later = 2500;
/** While a cluster is away: the live stream tells when it is back, but not what a page would say of it until then. */
const whileBehind = 4000;
/** How long at most until a reading that failed is tried again. */
const longest = 60_000;
/** With more pages than this a refresh costs too much to come for every change. */
const freshPages = 3;

/** When the list is to be read again; `missed` where the stream did not tell all, so that nothing holds it back. */
type Due = { within: number; missed: boolean };

function sooner(now: Due | null, next: Due): Due {
  if (!now) return next;
  const due = { within: Math.min(now.within, next.within), missed: now.missed || next.missed };
  return due.within === now.within && due.missed === now.missed ? now : due;
}

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

/** Whether a reading may succeed later that failed now. Who is signed out for good does not stay on the page. */
function isPassing(error: unknown): boolean {
  const { status } = problemOf(error);
  return status === 0 || status === 401 || status >= 500;
}

/** Whether clusters are missing on the page, or what it shows of them is old. */
function isBehind(page: ResourcePage | undefined): boolean {
  return page !== undefined && (page.stale || page.partial.some(({ state }) => state === 'unavailable'));
}

/**
 * Keeps loaded rows current. New ones are fetched when nothing holds them back, else counted for the chip. Where the
 * stream missed something the list is read again in any case: what is shown may not be true any more.
 */
export function useLivePages({ cluster, kind, state, list, held }: Options) {
  const { apply, refetch, isFetching, isFetchingNextPage, isReading } = list;
  const { count, add, remove, see, clear } = useUnseen();
  const [due, setDue] = useState<Due | null>(null);
  const [failures, setFailures] = useState(0);
  const pages = useRef<ResourcePage[]>([]);
  pages.current = list.pages ?? [];
  const quiet = held || pages.current.length > freshPages;

  const ask = useCallback((next: Due) => setDue((now) => sooner(now, next)), []);
  const onBatch = useCallback(
    (batch: LiveMessage[]) => {
      const { added, deleted, elsewhere, resync } = apply(batch.filter((one) => inScope(one, state.namespace)));
      add(added);
      remove(deleted);
      const turned = batch.some((message) => isLost(message) || isAhead(message, pages.current[0]));
      if (resync || turned || added.length > 0) ask({ within: soon, missed: resync });
      else if (elsewhere || deleted.length > 0) ask({ within: later, missed: false });
    },
    [apply, state.namespace, ask, add, remove],
  );
  useLive({ cluster: cluster ?? allClusters, resource: liveName(kind) }, onBatch);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each list, and `apply` is of one
  useEffect(() => {
    clear();
    setDue(null);
    setFailures(0);
  }, [apply, clear]);
  useEffect(() => {
    if (!isFetching) see(pages.current);
  }, [isFetching, see]);

  const refresh = useCallback(async () => {
    setDue(null);
    // What comes while the list is read may be in it or not.
    const before = clear();
    const { error } = await refetch();
    setFailures((now) => (error ? now + 1 : 0));
    if (!error || !isPassing(error) || pages.current.length === 0) return;
    add(before);
    ask(due ?? { within: later, missed: true });
  }, [due, refetch, clear, add, ask]);
  const behind = !quiet && isBehind(pages.current[0]);
  const wanted = due && (due.missed || !quiet) ? due.within : behind ? whileBehind : null;
  const pause = wanted && failures > 0 ? Math.max(wanted, Math.min(longest, later * 2 ** (failures - 1))) : wanted;
  useEffect(() => {
    // Reading again would break off the page that is on its way, and where much is new none would ever arrive.
    if (pause === null || isFetchingNextPage) return;
    // A page that was asked for just now is not rendered as on its way yet; of a hidden one nobody needs to know more.
    const timer = setInterval(() => document.hidden || isReading() || refresh(), pause);
    return () => clearInterval(timer);
  }, [pause, isFetchingNextPage, isReading, refresh]);
  return { waiting: quiet ? count : 0, refresh };
}
