import { useSyncExternalStore } from 'react';

/** One timer for every age on the page; it stops when nothing shows a time or the tab is hidden. */
class Clock {
  now = Date.now();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setInterval> | undefined;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.timer === undefined) this.start();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    };
  };

  private start() {
    this.now = Date.now();
    this.timer = setInterval(this.tick, 1000);
    document.addEventListener('visibilitychange', this.tick);
  }

  private stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    document.removeEventListener('visibilitychange', this.tick);
  }

  private tick = () => {
    if (document.hidden) return;
    this.now = Date.now();
    for (const listener of this.listeners) listener();
  };
}

export const clock = new Clock();

/** What `read` makes of the present; the component renders again only when that result changes. */
export function useClock<T extends string | number | boolean>(read: (now: number) => T, onServer: T): T {
  return useSyncExternalStore(
    clock.subscribe,
    () => read(clock.now),
    () => onServer,
  );
}
