import { ProblemError, problemOf } from '@/lib/problem';

export type Refusal = { title: string; detail: string; requestId: string; waitSeconds: number | null };

/** What to tell someone whose sign-in failed, without guessing more than the server says. */
export function refusalOf(error: unknown): Refusal {
  const problem = problemOf(error);
  const waitSeconds = error instanceof ProblemError ? error.retryAfter : null;
  const base = { requestId: problem.requestId, waitSeconds };
  if (problem.status === 401)
    return { ...base, requestId: '', title: 'E-mail or password is wrong', detail: 'Check both and try again.' };
  if (problem.status === 429)
    return { ...base, title: 'Too many attempts', detail: 'Signing in is paused to protect the account.' };
  if (problem.status === 0 || problem.status >= 502)
    return {
      ...base,
      title: 'Argus does not answer',
      detail: 'The service is away or still starting. Try again shortly.',
    };
  return { ...base, title: problem.title, detail: problem.detail };
}
