import type { TokenOutput } from '@argus/sdk';
import { client } from '@argus/sdk/client.gen';
import { beginRenewing, endRenewing, isDue, leftRenewingFor, noteTokens, sessionMark } from '@/lib/session-mark';

/** How long the request of a page that was closed meanwhile is waited for, and how often its outcome is looked for. */
const patience = 10_000;
const glance = 50;

let running: Promise<boolean> | null = null;

/**
 * Renews the session: once for all callers and tabs that found the tokens of `mark` expired. False when it has ended.
 * Rejects when that could not be found out.
 */
export function refreshSession(mark: string): Promise<boolean> {
  if (sessionMark() !== mark) return Promise.resolve(sessionMark() !== '');
  running ??= inTurn(mark).finally(() => {
    running = null;
  });
  return running;
}

/** Renews the session if its token has expired, so that no request has to fail first. Never rejects. */
export async function refreshIfDue(): Promise<void> {
  if (isDue()) await refreshSession(sessionMark()).catch(() => false);
}

/** Two tabs must not use one refresh token twice: that looks like theft and ends the session. */
async function inTurn(mark: string): Promise<boolean> {
  if (!navigator.locks) return post(mark);
  return navigator.locks.request('argus-refresh', async () => {
    await untilSettled(mark);
    return sessionMark() === mark ? post(mark) : sessionMark() !== '';
  });
}

/** Until the request of a page that was closed meanwhile has brought other tokens, or has had time enough. */
async function untilSettled(mark: string): Promise<void> {
  while (sessionMark() === mark && leftRenewingFor(mark) < patience) {
    await new Promise((resolve) => setTimeout(resolve, glance));
  }
}

/**
 * Goes on when the page is left, so that the browser gets the new tokens in place of those that are spent. Where no
 * answer comes the outcome is unknown, and what `beginRenewing` said stands for a while.
 */
async function post(mark: string): Promise<boolean> {
  const url = `${client.getConfig().baseUrl}/api/auth/refresh`;
  beginRenewing(mark);
  const response = await fetch(url, { method: 'POST', credentials: 'same-origin', keepalive: true });
  endRenewing();
  if (response.status === 401) return false;
  if (!response.ok) throw new Error(`refresh answered ${response.status}`);
  noteTokens((await response.json()) as TokenOutput);
  return true;
}
