import { belongs, type LiveMessage, type Topic, topicKey } from '@/lib/live-message';
import { Pulse } from '@/lib/live-pulse';

export type LiveState = 'connecting' | 'live' | 'offline';
type Listener = (batch: LiveMessage[]) => void;
type Entry = { topic: Topic; listeners: Set<Listener> };

/** The server's close code for a session that was ended. */
const revoked = 4001;

type Options = {
  url: () => string;
  /** Called before each try. */
  prepare?: () => Promise<void>;
  /** Called when a handshake was refused, which an expired session does too. False: the session is over, give up. */
  renew: () => Promise<boolean>;
  /** Milliseconds of the first and the longest wait between tries. */
  wait?: [number, number];
  /** Milliseconds of silence after which the server is asked whether it is there, and for which it may be silent then. */
  pulse?: [number, number];
};

/** A handshake that takes longer is given up. */
const handshake = 10_000;

/** One WebSocket for all live lists of the page. It reconnects by itself and asks again for what is still wanted. */
export class LiveSocket {
  state: LiveState = 'connecting';
  /** When the line was lost, RFC 3339; null while it stands and before it ever did. */
  lostAt: string | null = null;
  private socket: WebSocket | null = null;
  private readonly topics = new Map<string, Entry>();
  private readonly watchers = new Set<() => void>();
  private failures = 0;
  private opened = false;
  private refused = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private readonly pulse: Pulse;

  constructor(private readonly options: Options) {
    this.pulse = new Pulse(
      options.pulse ?? [10_000, 5_000],
      () => this.ask(),
      () => this.silent(),
    );
  }

  /** Delivers the topic's messages until the returned function is called. */
  subscribe(topic: Topic, listener: Listener): () => void {
    const key = topicKey(topic);
    const entry = this.topics.get(key) ?? { topic, listeners: new Set() };
    entry.listeners.add(listener);
    if (!this.topics.has(key)) {
      this.topics.set(key, entry);
      this.send('subscribe', topic);
    }
    return () => this.release(key, entry, listener);
  }

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  start() {
    if (this.running) return;
    this.running = true;
    window.addEventListener('online', this.retryNow);
    window.addEventListener('offline', this.lost);
    document.addEventListener('visibilitychange', this.pulse.check);
    document.addEventListener('resume', this.pulse.check);
    // Not at once: a page that mounts twice, as in development, opens one connection all the same.
    this.timer = setTimeout(() => void this.again(), 0);
  }

  stop() {
    this.running = false;
    clearTimeout(this.timer);
    this.pulse.stop();
    document.removeEventListener('visibilitychange', this.pulse.check);
    document.removeEventListener('resume', this.pulse.check);
    window.removeEventListener('online', this.retryNow);
    window.removeEventListener('offline', this.lost);
    this.socket?.close();
    this.socket = null;
  }

  /** Drops the wait before the next try. */
  retryNow = () => {
    if (!this.running || this.socket) return;
    clearTimeout(this.timer);
    void this.again();
  };

  private lost = () => {
    if (this.socket) this.giveUp(this.socket);
  };

  private release(key: string, entry: Entry, listener: Listener) {
    if (!entry.listeners.delete(listener) || entry.listeners.size > 0) return;
    this.topics.delete(key);
    this.send('unsubscribe', entry.topic);
  }

  private connect() {
    const socket = new WebSocket(this.options.url());
    this.socket = socket;
    this.refused = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveUp(socket), handshake);
    socket.onopen = () => this.onOpen(socket);
    socket.onmessage = (event) => socket === this.socket && this.onMessage(String(event.data));
    socket.onclose = (event) => this.onClose(socket, event.code);
  }

  private onOpen(socket: WebSocket) {
    if (socket !== this.socket) return;
    clearTimeout(this.timer);
    this.pulse.start();
    const again = this.opened;
    this.opened = true;
    this.refused = false;
    this.failures = 0;
    this.lostAt = null;
    this.setState('live');
    for (const { topic, listeners } of this.topics.values()) {
      this.send('subscribe', topic);
      // What happened while the line was down was missed: whoever shows it has to ask anew.
      if (again) for (const listener of listeners) listener([{ ...topic, type: 'RESYNC', object: null }]);
    }
  }

  private onMessage(text: string) {
    this.pulse.heard();
    const batch = JSON.parse(text) as LiveMessage[];
    for (const { topic, listeners } of this.topics.values()) {
      const mine = batch.filter((message) => belongs(message, topic));
      if (mine.length > 0) for (const listener of listeners) listener(mine);
    }
  }

  private onClose(socket: WebSocket, code: number) {
    if (socket !== this.socket) return;
    this.socket = null;
    this.pulse.stop();
    this.refused ||= code === revoked;
    if (!this.running) return;
    if (this.opened) this.lostAt ??= new Date().toISOString();
    this.setState(this.failures === 0 && navigator.onLine ? 'connecting' : 'offline');
    const [first, longest] = this.options.wait ?? [500, 15_000];
    const wait = Math.min(longest, first * 2 ** this.failures) * (0.5 + Math.random() / 2);
    this.failures += 1;
    this.timer = setTimeout(() => void this.again(), wait);
  }

  /** The line looks open but nobody is there: what the browser would find out after minutes. */
  private silent() {
    this.failures = Math.max(1, this.failures);
    if (this.socket) this.giveUp(this.socket);
  }

  /** Takes a socket for closed before its closing is answered, which may never be. */
  private giveUp(socket: WebSocket) {
    this.onClose(socket, 1006);
    socket.close();
  }

  private ask() {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send('{"action":"ping"}');
  }

  private async again() {
    await this.options.prepare?.();
    const alive = !this.refused || (await this.options.renew().catch(() => true));
    if (this.running && alive && !this.socket) this.connect();
  }

  private send(action: 'subscribe' | 'unsubscribe', topic: Topic) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ action, ...topic }));
  }

  private setState(state: LiveState) {
    if (state === this.state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}
