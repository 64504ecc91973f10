import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { client } from '@argus/sdk/client.gen';
import { afterAll, afterEach, beforeAll } from 'vitest';
import '@/lib/api';

export type Call = { method: string; path: string; body: unknown };
export type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };
type Handler = (call: Call) => Answer;

/** A server on a real port whose answers a test decides: the real backend does not fail on demand. */
export class ApiServer {
  readonly calls: Call[] = [];
  private readonly routes = new Map<string, Handler>();
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const path = (request.url ?? '').replace(/\?.*/, '');
      const call = { method: request.method ?? '', path, body: text ? JSON.parse(text) : undefined };
      this.calls.push(call);
      const { status = 200, body, headers } = this.routes.get(`${call.method} ${path}`)?.(call) ?? notFound;
      const type = status >= 400 ? 'application/problem+json' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
  });

  /** Sets what a route answers, `GET /api/clusters`. */
  on(route: string, handler: Handler | Answer): this {
    this.routes.set(route, typeof handler === 'function' ? handler : () => handler);
    return this;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    client.setConfig({ baseUrl: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  reset(): void {
    this.calls.length = 0;
    this.routes.clear();
  }
}

const notFound: Answer = {
  status: 404,
  body: { title: 'Not found', status: 404, code: 'not-found', detail: 'No such route.' },
};

/** The server of a test file: started once, forgetful between its tests. */
export function apiServer(): ApiServer {
  const server = new ApiServer();
  beforeAll(() => server.start());
  afterEach(() => server.reset());
  afterAll(() => server.stop());
  return server;
}
