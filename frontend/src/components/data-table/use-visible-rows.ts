import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';

type Options = {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Pixels of a row; all are alike. */
  height: number;
  /** Pixels of the header, which stays at the top. */
  head: number;
};

/** Rows drawn beyond each edge, and by how many at once the window moves: most scroll events change nothing. */
const beyond = 12;
const step = 4;

type Rows = { start: number; end: number };

/** Which rows can be seen, or nearly: only these are drawn. */
export function useVisibleRows({ scroller, count, height, head }: Options) {
  const [{ start, end }, setRows] = useState<Rows>({ start: 0, end: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const top = Math.floor(element.scrollTop / height);
      const bottom = Math.ceil((element.scrollTop + element.clientHeight - head) / height);
      const next = {
        start: Math.max(0, Math.floor((top - beyond) / step) * step),
        end: Math.min(count, Math.ceil((bottom + beyond) / step) * step),
      };
      setRows((now) => (now.start === next.start && now.end === next.end ? now : next));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, count, height, head]);
  return { start, end: Math.min(end, count) };
}

/** Brings a row into view, no further than it takes. */
export function useReveal({ scroller, height, head }: Omit<Options, 'count'>): (index: number) => void {
  return useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const above = index * height;
      const below = above + height + head - element.clientHeight;
      if (element.scrollTop > above) element.scrollTop = above;
      else if (element.scrollTop < below) element.scrollTop = below;
    },
    [scroller, height, head],
  );
}
