import { useEffect, useRef, useSyncExternalStore } from 'react';
import { fetchInSession } from '@/lib/api';
import type { LiveMessage, Topic } from '@/lib/live-message';
import { LiveSocket, type LiveState } from '@/lib/live-socket';
import { refreshIfDue } from '@/lib/session-refresh';

/** The handshake itself cannot say why it was refused: an ordinary request finds out, renews the session or leaves. */
async function stillSignedIn(): Promise<boolean> {
  return (await fetchInSession('/api/auth/me', { signal: AbortSignal.timeout(10_000) })).status !== 401;
}

/** The page's one live connection; the shell starts it. */
export const live = new LiveSocket({
  url: () => `${window.location.origin.replace(/^http/, 'ws')}/api/ws`,
  prepare: refreshIfDue,
  renew: stillSignedIn,
});

/** `connecting`, `live` or `offline`, for the indicator and for polling while the line is down. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    live.watch,
    () => live.state,
    () => 'connecting',
  );
}

/** Hands each batch about the topic to `onBatch`, which may change between renders. Null watches nothing. */
export function useLive(topic: Topic | null, onBatch: (batch: LiveMessage[]) => void) {
  const latest = useRef(onBatch);
  useEffect(() => {
    latest.current = onBatch;
  });
  const { cluster, resource, namespace, name } = topic ?? {};
  useEffect(() => {
    if (!cluster || !resource) return;
    return live.subscribe({ cluster, resource, namespace, name }, (batch) => latest.current(batch));
  }, [cluster, resource, namespace, name]);
}
