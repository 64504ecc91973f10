import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

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

/** New rows that one frame may draw: about what fits a large screen. */
const most = 40;

export type Rows = { start: number; end: number };

/**
 * The rows to draw where `seen` are in view and `now` are drawn. After a leap those in view come first, by themselves:
 * those beyond them, which are as many again, can wait for the next frame.
 */
export function rowsToDraw(now: Rows, seen: Rows, count: number): Rows {
  const next = {
    start: Math.max(0, Math.floor((seen.start - beyond) / step) * step),
    end: Math.min(count, Math.ceil((seen.end + beyond) / step) * step),
  };
  if (now.start === next.start && now.end === next.end) return now;
  const kept = { start: Math.max(now.start, next.start), end: Math.min(now.end, next.end) };
  const drawn = Math.max(0, kept.end - kept.start);
  if (next.end - next.start - drawn <= most) return next;
  const inView = { start: Math.max(0, seen.start), end: Math.min(count, seen.end) };
  return drawn > 0 ? { start: Math.min(kept.start, inView.start), end: Math.max(kept.end, inView.end) } : inView;
}

/** Which rows can be seen, or nearly: only these are drawn. */
export function useVisibleRows({ scroller, count, height, head }: Options) {
  const [rows, setRows] = useState<Rows>({ start: 0, end: 0 });
  // What is drawn, not what is about to be: looking twice in a frame must not bring all at once.
  const drawn = useRef(rows);
  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const seen = {
      start: Math.floor(element.scrollTop / height),
      end: Math.ceil((element.scrollTop + element.clientHeight - head) / height),
    };
    setRows(rowsToDraw(drawn.current, seen, count));
  }, [scroller, count, height, head]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, look]);
  useLayoutEffect(() => {
    drawn.current = rows;
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [rows, look]);
  return { start: rows.start, end: Math.min(rows.end, count) };
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
