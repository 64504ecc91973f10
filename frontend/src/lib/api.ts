import { client } from '@argus/sdk/client.gen';
import { loginPath } from '@/lib/next-path';
import { toProblemError } from '@/lib/problem';
import { refreshSession } from '@/lib/session-refresh';

const ownAnswer = /\/api\/auth\/(login|refresh)$/;

/** A fetch that renews an expired session once and tries again; when the session is over it leads to the login. */
async function fetchInSession(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401 || ownAnswer.test(new URL(request.url).pathname)) return response;
  const alive = await refreshSession().catch(() => null);
  if (alive) return fetch(again);
  if (alive === false) window.location.assign(loginPath(window.location.pathname + window.location.search));
  return response;
}

client.setConfig({
  baseUrl: typeof window === 'undefined' ? '' : window.location.origin,
  credentials: 'same-origin',
  fetch: fetchInSession,
});
client.interceptors.error.use((error, response) => toProblemError(error, response));

export { fetchInSession };
