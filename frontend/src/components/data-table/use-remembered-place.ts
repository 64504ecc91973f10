import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';

type Place = { top: number; active: string | null };
type Options = {
  /** The table's id. */
  id: string;
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

/**
 * "Back" to a list shows the rows that one left, with the same one active. `remember` is called before a row is
 * opened; scrolling is remembered by itself. Rows that are still to be loaded are waited for, until one scrolls.
 */
export function useRememberedPlace({ id, grid, count, active, setActive }: Options): (active: string | null) => void {
  const wanted = useRef<number | null | undefined>(undefined);
  const latest = useRef(active);
  useEffect(() => {
    latest.current = active;
  });
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element || count === 0) return;
    if (wanted.current === undefined) {
      const place = read(id);
      wanted.current = place?.top ?? null;
      if (place?.active) setActive(place.active);
    }
    if (wanted.current === null) return;
    element.scrollTop = wanted.current;
    if (element.scrollTop > wanted.current - 1) wanted.current = null;
  }, [id, grid, count, setActive]);

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
