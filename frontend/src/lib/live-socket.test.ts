import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket as Peer, WebSocketServer } from 'ws';
import { allClusters, type LiveMessage } from './live-message';
import { LiveSocket } from './live-socket';

let http: Server;
let server: WebSocketServer;
let port: number;
let heard: { action: string; cluster: string; resource: string }[];
let socket: LiveSocket;
let renewals: number;
let alive: boolean;

function serve(at: number): Promise<void> {
  http = createServer();
  server = new WebSocketServer({ server: http });
  server.on('connection', (peer) => peer.on('message', (data) => heard.push(JSON.parse(String(data)))));
  return new Promise((resolve) => {
    http.listen(at, '127.0.0.1', () => {
      port = (http.address() as AddressInfo).port;
      resolve();
    });
  });
}

function shut(): Promise<void> {
  for (const peer of server.clients) peer.terminate();
  server.close();
  return new Promise((resolve) => {
    http.close(() => resolve());
  });
}

function say(batch: LiveMessage[]) {
  for (const peer of server.clients as Set<Peer>) peer.send(JSON.stringify(batch));
}

const row = (name: string) => ({ uid: name, name, cells: [name] });
const pods = { cluster: 'c1', resource: 'pods' };

beforeEach(async () => {
  heard = [];
  renewals = 0;
  alive = true;
  await serve(0);
  socket = create([10, 40]);
});

function create(wait: [number, number], pulse?: [number, number]): LiveSocket {
  return new LiveSocket({
    url: () => `ws://127.0.0.1:${port}/api/ws`,
    renew: async () => {
      renewals += 1;
      return alive;
    },
    wait,
    pulse,
  });
}

afterEach(async () => {
  socket.stop();
  await shut();
});

async function goLive() {
  socket.start();
  await waitFor(() => expect(socket.state).toBe('live'));
}

describe('LiveSocket', () => {
  it('asks once for a topic that two listeners want, and gives it up with the last', async () => {
    const first = socket.subscribe(pods, () => {});
    const second = socket.subscribe(pods, () => {});
    await goLive();
    await waitFor(() => expect(heard).toEqual([{ action: 'subscribe', ...pods }]));
    first();
    second();
    await waitFor(() => expect(heard.at(-1)).toEqual({ action: 'unsubscribe', ...pods }));
    expect(heard).toHaveLength(2);
  });

  it('hands rows to lists, whole objects to the topic that names them, and nothing to others', async () => {
    const got: Record<string, LiveMessage[]> = { list: [], one: [], other: [], all: [] };
    socket.subscribe(pods, (batch) => got.list?.push(...batch));
    socket.subscribe({ ...pods, namespace: 'shop', name: 'web' }, (batch) => got.one?.push(...batch));
    socket.subscribe({ cluster: 'c2', resource: 'pods' }, (batch) => got.other?.push(...batch));
    socket.subscribe({ cluster: allClusters, resource: 'pods' }, (batch) => got.all?.push(...batch));
    await goLive();
    await waitFor(() => expect(heard).toHaveLength(4));
    const base = { ...pods, namespace: 'shop' };
    say([
      { ...base, type: 'ADDED', object: row('web') },
      { ...base, type: 'MODIFIED', name: 'web', object: { metadata: { name: 'web' } } },
      { ...base, type: 'MODIFIED', name: 'else', object: { metadata: { name: 'else' } } },
      { ...pods, type: 'SYNCED', object: { resourceVersion: '7' } },
    ]);
    await waitFor(() => expect(got.list?.map((message) => message.type)).toEqual(['ADDED', 'SYNCED']));
    expect(got.one).toHaveLength(1);
    expect(got.all?.map(({ cluster }) => cluster)).toEqual(['c1', 'c1']);
    expect(got.other).toEqual([]);
  });

  it('comes back after the server went away, asks again and says that something was missed', async () => {
    const got: LiveMessage[] = [];
    socket.subscribe(pods, (batch) => got.push(...batch));
    await goLive();
    await waitFor(() => expect(heard).toHaveLength(1));
    const states: string[] = [];
    socket.watch(() => states.push(socket.state));
    const before = port;
    await shut();
    await waitFor(() => expect(socket.state).toBe('offline'));
    await serve(before);
    await waitFor(() => expect(socket.state).toBe('live'));
    await waitFor(() => expect(heard).toHaveLength(2));
    expect(got).toEqual([{ ...pods, type: 'RESYNC', object: null }]);
    expect(states[0]).toBe('connecting');
  });

  it('renews the session when the handshake is refused, and gives up when that has ended', async () => {
    await shut();
    alive = false;
    socket.start();
    await waitFor(() => expect(renewals).toBe(1));
    await serve(port);
    expect(socket.state).not.toBe('live');
    expect(server.clients.size).toBe(0);
  });

  it('asks whether the session still stands when the server ends it', async () => {
    await goLive();
    alive = false;
    for (const peer of server.clients) peer.close(4001);
    await waitFor(() => expect(renewals).toBe(1));
    expect(server.clients.size).toBe(0);
  });

  it('gives up a line on which nobody answers, and begins another', async () => {
    socket = create([10, 40], [150, 150]);
    const got: LiveMessage[] = [];
    socket.subscribe(pods, (batch) => got.push(...batch));
    await goLive();
    const states: string[] = [];
    socket.watch(() => states.push(socket.state));
    await waitFor(() => expect(states.slice(0, 2)).toEqual(['offline', 'live']));
    expect(heard.map(({ action }) => action).slice(0, 2)).toEqual(['subscribe', 'ping']);
    expect(got[0]).toEqual({ ...pods, type: 'RESYNC', object: null });
  });

  it('keeps a quiet line whose server answers', async () => {
    server.on('connection', (peer) => peer.on('message', (data) => String(data).includes('ping') && peer.send('[]')));
    socket = create([10, 40], [10, 500]);
    await goLive();
    const states: string[] = [];
    socket.watch(() => states.push(socket.state));
    await waitFor(() => expect(heard.length).toBeGreaterThan(3));
    expect(states).toEqual([]);
    expect(server.clients.size).toBe(1);
  });

  it('does not wait when the browser says that it is online again', async () => {
    socket = create([60_000, 60_000]);
    await goLive();
    window.dispatchEvent(new Event('offline'));
    await waitFor(() => expect(socket.state).toBe('connecting'));
    window.dispatchEvent(new Event('online'));
    await waitFor(() => expect(socket.state).toBe('live'));
  });
});
