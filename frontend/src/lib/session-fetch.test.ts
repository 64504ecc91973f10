import { client } from '@argus/sdk/client.gen';
import { beforeEach, describe, expect, it } from 'vitest';
import { apiServer } from '@/testing/api-server';
import { sessionFetch } from './session-fetch';
import { noteTokens } from './session-mark';

const server = apiServer();
let left: number;
const call = sessionFetch(() => {
  left += 1;
});
const get = (path: string, init?: RequestInit) => call(`${client.getConfig().baseUrl}${path}`, init);
const refreshes = () => server.calls.filter(({ path }) => path === '/api/auth/refresh').length;

const tokens = { expires_in: 600, user: { id: 'u1', email: 'ada@example.com', name: 'Ada', grants: [] } };

function hold(mark: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: it stands for the server, whose cookies this is about
  document.cookie = `argus_session=${mark}`;
}

beforeEach(() => {
  left = 0;
  localStorage.clear();
  hold('first');
});

describe('sessionFetch', () => {
  it('renews once for all calls that meet an expired session, and sends each again with its body', async () => {
    let expired = true;
    server.on('POST /api/things', ({ body }) => (expired ? { status: 401 } : { body }));
    server.on('POST /api/auth/refresh', () => {
      expired = false;
      return { body: tokens };
    });
    const answers = await Promise.all(
      [1, 2, 3].map((at) => get('/api/things', { method: 'POST', body: JSON.stringify({ at }) })),
    );
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([{ at: 1 }, { at: 2 }, { at: 3 }]);
    expect(refreshes()).toBe(1);
    expect(left).toBe(0);
  });

  it('leaves when the session is over', async () => {
    server.on('GET /api/things', { status: 401 }).on('POST /api/auth/refresh', { status: 401 });
    expect((await get('/api/things')).status).toBe(401);
    expect(left).toBe(1);
  });

  it('stays when only the renewing is away', async () => {
    server.on('GET /api/things', { status: 401 }).on('POST /api/auth/refresh', { status: 503 });
    expect((await get('/api/things')).status).toBe(401);
    expect(left).toBe(0);
  });

  it('does not renew tokens that another tab has renewed while the request was away', async () => {
    server.on('GET /api/things', () => {
      const stale = document.cookie.includes('first');
      hold('second');
      return stale ? { status: 401 } : { body: {} };
    });
    expect((await get('/api/things')).status).toBe(200);
    expect(refreshes()).toBe(0);
  });

  it('renews before the request when the token is known to have expired', async () => {
    noteTokens({ ...tokens, expires_in: 0 });
    server.on('GET /api/things', { body: {} }).on('POST /api/auth/refresh', () => {
      hold('second');
      return { body: tokens };
    });
    await Promise.all([get('/api/things'), get('/api/things')]);
    expect(server.calls.map(({ path }) => path)).toEqual(['/api/auth/refresh', '/api/things', '/api/things']);
    await get('/api/things');
    expect(refreshes()).toBe(1);
  });

  it('leaves without asking when another tab has signed out', async () => {
    server.on('GET /api/things', () => {
      hold('; max-age=0');
      return { status: 401 };
    });
    await get('/api/things');
    expect(left).toBe(1);
    expect(refreshes()).toBe(0);
  });

  it('takes a wrong password as it is', async () => {
    server.on('POST /api/auth/login', { status: 401 });
    expect((await get('/api/auth/login', { method: 'POST' })).status).toBe(401);
    expect(refreshes()).toBe(0);
  });
});
