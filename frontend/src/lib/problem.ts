/** RFC 9457 as Argus sends it; only `title` and `status` are sure when something in between answered. */
export type Problem = {
  type?: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors: { field: string; message: string }[];
  cluster: string | null;
  reason: string | null;
  current: Record<string, unknown> | null;
  submitted: Record<string, unknown> | null;
};

/** What every failed call throws. `status` 0 means that no answer came. */
export class ProblemError extends Error {
  readonly retryAfter: number | null;

  constructor(
    readonly problem: Problem,
    retryAfter?: string | null,
  ) {
    super(problem.detail || problem.title);
    this.name = 'ProblemError';
    this.retryAfter = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
  }

  get status(): number {
    return this.problem.status;
  }
}

const blank: Problem = {
  title: 'Unexpected answer',
  status: 0,
  code: 'unknown',
  detail: '',
  requestId: '',
  errors: [],
  cluster: null,
  reason: null,
  current: null,
  submitted: null,
};

const offline: Problem = {
  ...blank,
  title: 'Argus does not answer',
  code: 'network',
  detail: 'The request did not reach the server. Check the connection; Argus may also be restarting.',
};

const cutShort: Problem = {
  ...offline,
  title: 'The answer was cut short',
  detail: 'The connection ended in the middle of it. What was asked may have been done: look before trying again.',
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Anything a call can fail with, as a ProblemError. `response` is missing when no answer came. */
export function toProblemError(error: unknown, response?: Response): ProblemError {
  if (error instanceof ProblemError) return error;
  if (!response) return new ProblemError(offline);
  if (response.ok) return new ProblemError(cutShort);
  const requestId = response.headers.get('x-request-id') ?? '';
  const said = isRecord(error) && typeof error.title === 'string' ? error : {};
  const title = response.status >= 502 && response.status <= 504 ? 'Argus is away' : `HTTP ${response.status}`;
  return new ProblemError(
    { ...blank, title, requestId, ...said, status: response.status },
    response.headers.get('retry-after'),
  );
}

/** The problem behind an error of any kind; exceptions of the page itself keep their message. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof Error)
    return { ...blank, title: 'This page failed', code: 'page', detail: error.message, status: -1 };
  return { ...blank, detail: String(error), status: -1 };
}
