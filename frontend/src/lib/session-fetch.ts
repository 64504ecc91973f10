import { sessionMark } from '@/lib/session-mark';
import { refreshIfDue, refreshSession } from '@/lib/session-refresh';

const ownAnswer = /\/api\/auth\/(login|refresh|logout)$/;

/**
 * A fetch that renews an expired session, before the request where that is known, else once it was refused, and then
 * tries again. When the session is over, `leave` is called; when renewing fails for another reason, the first answer
 * stands.
 */
export function sessionFetch(leave: () => void): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (ownAnswer.test(new URL(request.url).pathname)) return fetch(request);
    await refreshIfDue();
    const mark = sessionMark();
    const again = request.clone();
    const response = await fetch(request);
    if (response.status !== 401) return response;
    const alive = await refreshSession(mark).catch(() => null);
    if (alive) return fetch(again);
    if (alive === false) leave();
    return response;
  };
}
