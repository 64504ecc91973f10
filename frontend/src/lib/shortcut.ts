import { useEffect, useRef } from 'react';

/** `keys`: one key (`/`, `?`, `Escape`), `mod+k`, or a sequence (`g p`). */
export type Shortcut = {
  keys: string;
  label: string;
  group: string;
  run: (event: KeyboardEvent) => void;
  /** Whether it applies to this event; always when missing. */
  when?: (event: KeyboardEvent) => boolean;
};

const pause = 900;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function inOverlay(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"],[role="menu"],[role="listbox"]') !== null;
}

function stroke(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.metaKey || event.ctrlKey ? `mod+${key}` : key;
}

/** All shortcuts of the page that is open; the one registered last wins. */
export class ShortcutRegistry {
  private readonly shortcuts = new Set<Shortcut>();
  private readonly listeners = new Set<() => void>();
  private began = '';
  private at = 0;

  register(shortcut: Shortcut): () => void {
    this.shortcuts.add(shortcut);
    this.changed();
    return () => {
      this.shortcuts.delete(shortcut);
      this.changed();
    };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private snapshot: Shortcut[] = [];

  list = (): Shortcut[] => this.snapshot;

  private changed() {
    this.snapshot = [...this.shortcuts];
    for (const listener of this.listeners) listener();
  }

  /** Runs what a key event means. Keys typed into a field or an open overlay mean nothing, `mod` ones excepted. */
  handle = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const key = stroke(event);
    if (!key.startsWith('mod+') && (isTyping(event.target) || inOverlay(event.target))) return;
    const sequence = this.began && event.timeStamp - this.at < pause ? `${this.began} ${key}` : '';
    const hit = (sequence && this.find(sequence, event)) || this.find(key, event);
    this.began = hit ? '' : key;
    this.at = event.timeStamp;
    if (!hit) return;
    event.preventDefault();
    hit.run(event);
  };

  private find(keys: string, event: KeyboardEvent): Shortcut | undefined {
    return this.snapshot.findLast((shortcut) => shortcut.keys === keys && shortcut.when?.(event) !== false);
  }
}

export const shortcuts = new ShortcutRegistry();

type Condition = { enabled?: boolean; when?: Shortcut['when'] };

/** Registers a shortcut while the component is mounted and `enabled`. The functions may change between renders. */
export function useShortcut(
  keys: string,
  label: string,
  group: string,
  run: Shortcut['run'],
  condition: Condition = {},
) {
  const { enabled = true, when } = condition;
  const latest = useRef({ run, when });
  useEffect(() => {
    latest.current = { run, when };
  });
  useEffect(() => {
    if (!enabled) return;
    return shortcuts.register({
      keys,
      label,
      group,
      run: (event) => latest.current.run(event),
      when: (event) => latest.current.when?.(event) ?? true,
    });
  }, [keys, label, group, enabled]);
}
