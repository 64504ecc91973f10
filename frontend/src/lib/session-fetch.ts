import { refreshSession } from '@/lib/session-refresh';

const ownAnswer = /\/api\/auth\/(login|refresh)$/;

/**
 * A fetch that renews an expired session once and tries again. When the session is over, `leave` is called; when
 * renewing fails for another reason, the first answer stands.
 */
export function sessionFetch(leave: () => void): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const again = request.clone();
    const response = await fetch(request);
    if (response.status !== 401 || ownAnswer.test(new URL(request.url).pathname)) return response;
    const alive = await refreshSession().catch(() => null);
    if (alive) return fetch(again);
    if (alive === false) leave();
    return response;
  };
}
