import { client } from '@argus/sdk/client.gen';
import { hasUnsaved } from '@/lib/leave';
import { loginPath } from '@/lib/next-path';
import { toProblemError } from '@/lib/problem';
import { sessionFetch } from '@/lib/session-fetch';
import { useSession } from '@/lib/session-store';

/** Shows the login, and afterwards the page that is open now; over the page where something typed would be lost. */
export function leaveToLogin(): void {
  if (hasUnsaved()) useSession.getState().setOver(true);
  else window.location.assign(loginPath(window.location.pathname + window.location.search));
}

/** Fetches within the session; for what the generated client does not cover, such as streams. */
export const fetchInSession = sessionFetch(leaveToLogin);

client.setConfig({
  baseUrl: typeof window === 'undefined' ? '' : window.location.origin,
  credentials: 'same-origin',
  fetch: fetchInSession,
});
client.interceptors.error.use((error, response) => toProblemError(error, response));
