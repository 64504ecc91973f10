import { client } from '@argus/sdk/client.gen';
import { beforeEach, describe, expect, it } from 'vitest';
import { apiServer } from '@/testing/api-server';
import { sessionFetch } from './session-fetch';

const server = apiServer();
let left: number;
const call = sessionFetch(() => {
  left += 1;
});
const get = (path: string, init?: RequestInit) => call(`${client.getConfig().baseUrl}${path}`, init);
const refreshes = () => server.calls.filter(({ path }) => path === '/api/auth/refresh').length;

beforeEach(() => {
  left = 0;
});

describe('sessionFetch', () => {
  it('renews once for all calls that meet an expired session, and sends each again with its body', async () => {
    let expired = true;
    server.on('POST /api/things', ({ body }) => (expired ? { status: 401 } : { body }));
    server.on('POST /api/auth/refresh', () => {
      expired = false;
      return { body: {} };
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

  it('takes a wrong password as it is', async () => {
    server.on('POST /api/auth/login', { status: 401 });
    expect((await get('/api/auth/login', { method: 'POST' })).status).toBe(401);
    expect(refreshes()).toBe(0);
  });
});
