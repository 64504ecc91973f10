'use client';

import { useEffect, useState } from 'react';
import { fetchInSession } from '@/lib/api';
import type { ObjectPlace } from '@/lib/place';
import { type ProblemError, toProblemError } from '@/lib/problem';
import { LogBuffer } from './log-buffer';

export type LogOptions = {
  container: string;
  tail: number;
  /** Only lines of the last seconds; null for all. */
  since: number | null;
  previous: boolean;
  follow: boolean;
};

export type LogState = {
  lines: string[];
  dropped: number;
  phase: 'loading' | 'streaming' | 'ended' | 'failed';
  error: ProblemError | null;
};

const empty: LogState = { lines: [], dropped: 0, phase: 'loading', error: null };
/** The screen is told of new lines this often at most, however fast they come. */
const beat = 120;

export function logUrl({ cluster, namespace, name }: ObjectPlace, options: LogOptions): string {
  const query = new URLSearchParams({ container: options.container, tail: String(options.tail), timestamps: 'true' });
  if (options.since) query.set('sinceSeconds', String(options.since));
  if (options.previous) query.set('previous', 'true');
  if (options.follow && !options.previous) query.set('follow', 'true');
  const path = ['api', 'clusters', cluster, 'namespaces', namespace ?? '', 'pods', name, 'logs'];
  return `/${path.map(encodeURIComponent).join('/')}?${query}`;
}

async function open(url: string, signal: AbortSignal): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetchInSession(new URL(url, window.location.origin), { signal }).catch((error) => {
    throw signal.aborted ? error : toProblemError(error);
  });
  if (!response.ok) throw toProblemError(await response.json().catch(() => null), response);
  if (!response.body) throw toProblemError(null);
  return response.body.getReader();
}

/** Reads the log of a container as a stream while the component is mounted. Another `round` reads it anew. */
export function useLog(url: string, round: number): LogState {
  const [state, setState] = useState(empty);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is asked for on purpose
  useEffect(() => {
    const stop = new AbortController();
    const buffer = new LogBuffer();
    let phase: LogState['phase'] = 'loading';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      setState({ lines: buffer.lines, dropped: buffer.dropped, phase, error: null });
    };
    const read = async () => {
      const reader = await open(url, stop.signal);
      phase = 'streaming';
      show();
      const decoder = new TextDecoder();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        buffer.push(decoder.decode(part.value, { stream: true }));
        timer ??= setTimeout(show, beat);
      }
      buffer.end();
      phase = 'ended';
      clearTimeout(timer);
      show();
    };
    setState(empty);
    read().catch((error) => {
      if (stop.signal.aborted) return;
      setState({ lines: buffer.lines, dropped: buffer.dropped, phase: 'failed', error: toProblemError(error) });
    });
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [url, round]);
  return state;
}
