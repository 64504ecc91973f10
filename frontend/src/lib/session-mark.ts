import type { TokenOutput } from '@argus/sdk';

/**
 * What all tabs of a browser know of the session that they share. The tokens are out of reach of scripts; the cookie
 * `argus_session` is not: it has another value each time that the tokens are renewed, and is gone when they are.
 */
const pattern = /(?:^|; )argus_session=([^;]*)/;
const note = 'argus-session';
const unfinished = 'argus-renewing';

/** A token this close to its end is renewed before it is used. */
const margin = 5_000;

type Note = { mark: string; until: number; user: string };

/** Which tokens the browser holds now; empty without a session. */
export function sessionMark(): string {
  return pattern.exec(document.cookie)?.[1] ?? '';
}

/** Keeps until when the new tokens are good, by this browser's clock, and whose they are. */
export function noteTokens({ expires_in, user }: Pick<TokenOutput, 'expires_in' | 'user'>) {
  const kept: Note = { mark: sessionMark(), until: Date.now() + expires_in * 1000, user: user.id };
  localStorage.setItem(note, JSON.stringify(kept));
}

function readNote(text: string | null): Note | null {
  return text === null ? null : (JSON.parse(text) as Note);
}

/** Whether the access token is known to have expired. */
export function isDue(): boolean {
  const kept = readNote(localStorage.getItem(note));
  return kept !== null && kept.mark === sessionMark() && Date.now() > kept.until - margin;
}

/** Lets the other tabs know that somebody signed out. */
export function noteSignOut() {
  localStorage.removeItem(note);
}

/** Calls `over` when another tab signs out, and `begun` with the id of who signs in or renews there. */
export function watchOtherTabs(over: () => void, begun: (user: string) => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key !== note) return;
    const now = readNote(newValue);
    if (now) begun(now.user);
    else over();
  };
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
}

/** Says which tokens are being renewed; the words outlive a page that is closed meanwhile. */
export function beginRenewing(mark: string) {
  localStorage.setItem(unfinished, `${mark} ${Date.now()}`);
}

export function endRenewing() {
  localStorage.removeItem(unfinished);
}

/** Milliseconds since a page that is gone began to renew these tokens; Infinity when none did. */
export function leftRenewingFor(mark: string): number {
  const [which, since] = localStorage.getItem(unfinished)?.split(' ') ?? [];
  const passed = Date.now() - Number(since);
  // A clock that was set back must not make anybody wait.
  return which === mark && passed >= 0 ? passed : Infinity;
}
