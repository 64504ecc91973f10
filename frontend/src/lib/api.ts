import { client } from '@argus/sdk/client.gen';
import { loginPath } from '@/lib/next-path';
import { toProblemError } from '@/lib/problem';
import { sessionFetch } from '@/lib/session-fetch';

/** Shows the login, and afterwards the page that is open now. */
export function leaveToLogin(): void {
  window.location.assign(loginPath(window.location.pathname + window.location.search));
}

/** Fetches within the session; for what the generated client does not cover, such as streams. */
export const fetchInSession = sessionFetch(leaveToLogin);

client.setConfig({
  baseUrl: typeof window === 'undefined' ? '' : window.location.origin,
  credentials: 'same-origin',
  fetch: fetchInSession,
});
client.interceptors.error.use((error, response) => toProblemError(error, response));
