'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useSyncExternalStore } from 'react';

const question = 'Your changes have not been applied. Leave this page and lose them?';
const unsaved = new Set<symbol>();
const watchers = new Set<() => void>();

/** Whether leaving the page would lose something that was typed. */
export function hasUnsaved(): boolean {
  return unsaved.size > 0;
}

function tell() {
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The same, current. */
export function useUnsaved(): boolean {
  return useSyncExternalStore(watch, hasUnsaved, () => false);
}

/** Whether the page may be left: asks where changes would be lost. */
function mayLeave(): boolean {
  return !hasUnsaved() || window.confirm(question);
}

function askBeforeUnload(event: BeforeUnloadEvent) {
  event.preventDefault();
}

/** Before a link is followed; one that opens elsewhere leaves nothing. */
function askBeforeLink(event: MouseEvent) {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;
  if (!link || elsewhere || link.getAttribute('target') === '_blank' || mayLeave()) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Has the person asked before unsaved changes are lost: by closing the tab, by a link, or by `useGo`. */
export function useLeaveWarning(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return;
    const mine = Symbol('unsaved');
    unsaved.add(mine);
    tell();
    window.addEventListener('beforeunload', askBeforeUnload);
    document.addEventListener('click', askBeforeLink, { capture: true });
    return () => {
      unsaved.delete(mine);
      tell();
      window.removeEventListener('beforeunload', askBeforeUnload);
      document.removeEventListener('click', askBeforeLink, { capture: true });
    };
  }, [dirty]);
}

/** Goes to another page, unless the person would rather keep unsaved changes. */
export function useGo(): (path: string) => void {
  const { push } = useRouter();
  return useCallback(
    (path) => {
      if (mayLeave()) push(path);
    },
    [push],
  );
}
