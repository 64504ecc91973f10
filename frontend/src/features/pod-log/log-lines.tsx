'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/lib/class-name';
import { findAll, splitTime } from './log-buffer';

type Props = { lines: string[]; search: string; wrap: boolean; times: boolean; follow: boolean; label: string };

function Marked({ text, search }: { text: string; search: string }) {
  const places = findAll(text, search);
  if (places.length === 0) return text || ' ';
  let from = 0;
  const parts = places.map((at) => {
    const before = text.slice(from, at);
    from = at + search.length;
    return (
      <span key={at}>
        {before}
        <mark className="rounded-sm bg-warn/35 text-inherit">{text.slice(at, from)}</mark>
      </span>
    );
  });
  return [...parts, text.slice(from)];
}

/** The lines of a log, virtualised. It stays at the end while it is there and something follows. */
export function LogLines({ lines, search, wrap, times, follow, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 18,
    overscan: 30,
  });
  const toEnd = useCallback(() => {
    const last = box.current;
    if (last) last.scrollTop = last.scrollHeight;
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the end
  useEffect(() => {
    if (atEnd) toEnd();
  }, [lines, atEnd, toEnd, wrap, times]);
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current ?? { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };
    setAtEnd(scrollHeight - scrollTop - clientHeight < 24);
  };
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        onScroll={onScroll}
        className="h-full overflow-auto py-2 font-mono text-xs leading-[18px]"
      >
        <div style={{ height: virtual.getTotalSize() }} className={cn('relative', !wrap && 'w-max min-w-full')}>
          {virtual.getVirtualItems().map((item) => {
            const { time, text } = splitTime(lines[item.index] ?? '');
            return (
              <div
                key={item.key}
                ref={wrap ? virtual.measureElement : undefined}
                data-index={item.index}
                style={{ transform: `translateY(${item.start}px)` }}
                className={cn(
                  'absolute top-0 left-0 px-4 hover:bg-hover',
                  wrap ? 'wrap-anywhere w-full whitespace-pre-wrap' : 'min-w-full whitespace-pre',
                )}
              >
                {times && time && (
                  <time dateTime={time} className="mr-3 select-none text-text-3">
                    {time.slice(0, 23).replace('T', ' ')}
                  </time>
                )}
                <Marked text={text} search={search} />
              </div>
            );
          })}
        </div>
      </section>
      {!atEnd && follow && (
        <Button size="sm" className="absolute right-4 bottom-4 shadow-raised" onClick={toEnd}>
          <ArrowDown /> To the end
        </Button>
      )}
    </div>
  );
}
