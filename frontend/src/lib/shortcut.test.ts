import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ShortcutRegistry } from './shortcut';

let registry: ShortcutRegistry;
let ran: string[];

function press(key: string, target: Element = document.body, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

function bind(keys: string, when?: () => boolean) {
  return registry.register({ keys, label: keys, group: 'Test', run: () => ran.push(keys), when });
}

beforeEach(() => {
  registry = new ShortcutRegistry();
  ran = [];
  window.addEventListener('keydown', registry.handle);
});

afterEach(() => {
  window.removeEventListener('keydown', registry.handle);
  document.body.replaceChildren();
});

describe('ShortcutRegistry', () => {
  it('runs a single key and swallows it', () => {
    bind('/');
    expect(press('/').defaultPrevented).toBe(true);
    expect(press('y').defaultPrevented).toBe(false);
    expect(ran).toEqual(['/']);
  });

  it('runs a sequence before the single key it ends with', () => {
    bind('g p');
    bind('p');
    press('g');
    press('p');
    press('p');
    expect(ran).toEqual(['g p', 'p']);
  });

  it('leaves typing alone, but not the keys with a modifier', () => {
    const field = document.body.appendChild(document.createElement('input'));
    bind('x');
    bind('mod+k');
    press('x', field);
    press('k', field, { ctrlKey: true });
    expect(ran).toEqual(['mod+k']);
  });

  it('leaves an open dialog alone', () => {
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.setAttribute('role', 'dialog');
    bind('j');
    press('j', dialog);
    expect(ran).toEqual([]);
  });

  it('asks the newest that applies, and forgets what is gone', () => {
    bind('e');
    const gone = bind('e', () => {
      ran.push('asked');
      return false;
    });
    press('e');
    gone();
    press('e');
    expect(ran).toEqual(['asked', 'e', 'e']);
  });
});
