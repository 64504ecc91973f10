import { useCallback, useEffect, useReducer } from 'react';
import { problemOf } from '@/lib/problem';
import { type Due, pauseOf, reread, unread } from './rereading';
import { useReadings } from './use-readings';
import type { ResourcePages } from './use-resource-pages';

/** Whether a reading may succeed later that failed now. Who is signed out for good does not stay on the page. */
function mayPass(error: Error): boolean {
  const { status } = problemOf(error);
  return status === 0 || status === 401 || status >= 500;
}

type Options = { held: boolean; poll: number | null };

/** Reads a list again once it is due: by `ask`, by `poll` (ms), or because a reading failed. */
export function useRereading(list: ResourcePages, { held, poll }: Options) {
  const { hash, isReading, refetch } = list;
  const [state, step] = useReducer(reread, unread);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each list
  useEffect(() => step({ type: 'another list' }), [hash]);
  const isShown = list.pages !== undefined && !list.isPlaceholderData;
  useReadings(hash, {
    began: (full) => full && step({ type: 'began', at: performance.now() }),
    continued: (full) => full && step({ type: 'continued', at: performance.now() }),
    read: (full) => full && step({ type: 'read', at: performance.now() }),
    failed: (full, error) => full && step({ type: isShown && mayPass(error) ? 'failed' : 'refused' }),
  });
  const pause = pauseOf(state, held, poll);
  useEffect(() => {
    if (pause === null) return;
    // Reading again would break off what is on its way; of a page that is hidden nobody needs to know more.
    const timer = setInterval(() => document.hidden || isReading() || refetch(), pause);
    return () => clearInterval(timer);
  }, [pause, isReading, refetch]);
  const ask = useCallback((due: Due) => step({ type: 'asked', due }), []);
  const answers = useCallback(() => step({ type: 'answers' }), []);
  return { ask, answers };
}
