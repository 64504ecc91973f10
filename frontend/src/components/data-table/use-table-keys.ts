import type { RefObject } from 'react';
import { useShortcut } from '@/lib/shortcut';

type Keys = {
  grid: RefObject<HTMLElement | null>;
  move: (by: number) => void;
  open: () => void;
  preview: () => void;
  select: () => void;
  leave: () => void;
  enabled: boolean;
};

/** The keys of a list: `j` and `k` from anywhere on the page, the others while the table has the focus. */
export function useTableKeys({ grid, move, open, preview, select, leave, enabled }: Keys) {
  const group = 'List';
  const focused = { enabled, when: (event: KeyboardEvent) => event.target === grid.current };
  useShortcut('j', 'Next row', group, () => move(1), { enabled });
  useShortcut('k', 'Previous row', group, () => move(-1), { enabled });
  useShortcut('ArrowDown', 'Next row', group, () => move(1), focused);
  useShortcut('ArrowUp', 'Previous row', group, () => move(-1), focused);
  useShortcut('PageDown', 'Ten rows down', group, () => move(10), focused);
  useShortcut('PageUp', 'Ten rows up', group, () => move(-10), focused);
  useShortcut('Home', 'First row', group, () => move(-Infinity), focused);
  useShortcut('End', 'Last row', group, () => move(Infinity), focused);
  useShortcut('Enter', 'Open', group, open, focused);
  useShortcut(' ', 'Preview', group, preview, focused);
  useShortcut('x', 'Select', group, select, focused);
  useShortcut('Escape', 'Leave the list', group, leave, focused);
}
