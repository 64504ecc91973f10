import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';

type Place = { top: number; active: string | null };
type Options = {
  /** The table's id. */
  id: string;
  /** What is shown in it: its filters and its order. */
  view: string;
  grid: RefObject<HTMLElement | null>;
  count: number;
  active: string | null;
  setActive: (active: string | null) => void;
};

const entry = 'argusTable';
const pause = 120;

/** What this entry of the history knows of the table; a link that is followed anew has no memory. */
function read(id: string): Place | null {
  const kept = window.history.state?.[entry] as (Place & { id: string }) | undefined;
  return kept?.id === id ? kept : null;
}

function write(id: string, place: Place) {
  window.history.replaceState({ ...window.history.state, [entry]: { id, ...place } }, '');
}

/** Scrolls there; false while there are not rows enough. */
function reach(element: HTMLElement, top: number): boolean {
  element.scrollTop = top;
  return element.scrollTop > top - 1;
}

/**
 * "Back" to a list shows the rows that one left, with the same one active; another view of it begins at its top.
 * `remember` is called before a row is opened; scrolling is remembered by itself. Rows that are still to be loaded are waited for, until one scrolls.
 */
export function useRememberedPlace({
  id,
  view,
  grid,
  count,
  active,
  setActive,
}: Options): (active: string | null) => void {
  const wanted = useRef<number | null | undefined>(undefined);
  const shown = useRef(view);
  const latest = useRef(active);
  useEffect(() => {
    latest.current = active;
  });
  useLayoutEffect(() => {
    const another = shown.current !== view;
    if (count === 0 || !(another || wanted.current === undefined)) return;
    shown.current = view;
    const place = read(id);
    wanted.current = place?.top ?? (another ? 0 : null);
    if (place?.active) setActive(place.active);
  }, [id, view, count, setActive]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that there are other rows
  useLayoutEffect(() => {
    const top = wanted.current;
    if (grid.current && typeof top === 'number' && reach(grid.current, top)) wanted.current = null;
  }, [grid, view, count]);

  const remember = useCallback(
    (row: string | null) => {
      if (!wanted.current && grid.current) write(id, { top: grid.current.scrollTop, active: row });
    },
    [id, grid],
  );
  useEffect(() => {
    const element = grid.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      clearTimeout(timer);
      timer = setTimeout(() => remember(latest.current), pause);
    };
    const giveUp = () => {
      wanted.current = null;
    };
    const deeds = ['wheel', 'pointerdown', 'keydown'] as const;
    element?.addEventListener('scroll', onScroll, { passive: true });
    for (const deed of deeds) element?.addEventListener(deed, giveUp, { passive: true });
    return () => {
      clearTimeout(timer);
      element?.removeEventListener('scroll', onScroll);
      for (const deed of deeds) element?.removeEventListener(deed, giveUp);
    };
  }, [grid, remember]);
  return remember;
}
