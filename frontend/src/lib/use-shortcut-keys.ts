import { useEffect } from 'react';
import { shortcuts } from '@/lib/shortcut';

/** Listens for the shortcuts of the whole page; the shell does this once. */
export function useShortcutKeys() {
  useEffect(() => {
    window.addEventListener('keydown', shortcuts.handle);
    return () => window.removeEventListener('keydown', shortcuts.handle);
  }, []);
}
