import { client } from '@argus/sdk/client.gen';

let running: Promise<boolean> | null = null;

/** Renews the session, once for all callers that ask meanwhile; false when it has ended. */
export function refreshSession(): Promise<boolean> {
  running ??= renew().finally(() => {
    running = null;
  });
  return running;
}

const stamp = 'argus-renewed-at';

/** Two tabs must not use one refresh token twice: that looks like theft and ends the session. */
async function renew(): Promise<boolean> {
  const asked = Date.now();
  if (!navigator.locks) return post();
  return navigator.locks.request('argus-refresh', () => {
    const elsewhere = Number(localStorage.getItem(stamp) ?? 0);
    return elsewhere > asked ? true : post();
  });
}

async function post(): Promise<boolean> {
  const url = `${client.getConfig().baseUrl}/api/auth/refresh`;
  const response = await fetch(url, { method: 'POST', credentials: 'same-origin' });
  if (response.ok) localStorage.setItem(stamp, String(Date.now()));
  if (response.ok || response.status === 401) return response.ok;
  throw new Error(`refresh answered ${response.status}`);
}
