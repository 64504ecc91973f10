import { describe, expect, it } from 'vitest';
import { ProblemError, problemOf, toProblemError } from './problem';

describe('toProblemError', () => {
  it('keeps what the server says', () => {
    const body = { title: 'Not allowed', status: 403, code: 'forbidden', detail: 'Needs admin.', requestId: 'r1' };
    const error = toProblemError(body, new Response(null, { status: 403 }));
    expect(error.problem).toMatchObject(body);
    expect(error.problem.errors).toEqual([]);
    expect(error.message).toBe('Needs admin.');
  });

  it('takes request id and pause from the headers', () => {
    const headers = { 'x-request-id': 'r2', 'retry-after': '30' };
    const error = toProblemError('<html>', new Response(null, { status: 429, headers }));
    expect(error.problem).toMatchObject({ status: 429, requestId: 'r2', title: 'HTTP 429' });
    expect(error.retryAfter).toBe(30);
  });

  it('tells a proxy that found nobody from a page that got no answer', () => {
    expect(toProblemError('', new Response(null, { status: 502 })).problem.title).toBe('Argus is away');
    expect(toProblemError(new TypeError('fetch failed')).status).toBe(0);
  });

  it('tells an answer that was cut short from one that says what failed', () => {
    const error = toProblemError(
      new SyntaxError('Unexpected end of JSON input'),
      new Response('{"rows": [', { status: 200 }),
    );
    expect(error.problem).toMatchObject({ status: 0, title: 'The answer was cut short' });
  });

  it('does not wrap twice', () => {
    const error = toProblemError(new TypeError('x'));
    expect(toProblemError(error, new Response())).toBe(error);
  });
});

describe('problemOf', () => {
  it('keeps the message of the page’s own exceptions', () => {
    expect(problemOf(new Error('boom'))).toMatchObject({ detail: 'boom', code: 'page' });
    expect(problemOf('odd').detail).toBe('odd');
    expect(problemOf(new ProblemError({ ...problemOf('x'), status: 404 })).status).toBe(404);
  });
});
