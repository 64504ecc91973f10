'use client';

import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Input } from '@/components/ui/input';
import { Kbd } from '@/components/ui/kbd';
import { useShortcut } from '@/lib/shortcut';

type Props = { value: string; onChange: (value: string) => void; label: string };

const pause = 180;

/** A field that filters as one types, a moment after the last key. `/` comes here, Escape empties and leaves. */
export function TextFilter({ value, onChange, label }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== sent) {
    setSent(value);
    setText(value);
  }
  useShortcut('/', 'Filter', 'List', () => field.current?.focus());
  useEffect(() => {
    if (text === sent) return;
    const timer = setTimeout(() => {
      setSent(text);
      onChange(text);
    }, pause);
    return () => clearTimeout(timer);
  }, [text, sent, onChange]);
  const clear = () => {
    setText('');
    setSent('');
    onChange('');
  };
  return (
    <div className="relative min-w-0 max-sm:flex-1 sm:w-64">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-text-3" />
      <Input
        ref={field}
        type="search"
        aria-label={label}
        placeholder="Filter…"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          clear();
          field.current?.blur();
        }}
        className="px-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {text ? (
        <button
          type="button"
          aria-label="Clear the filter"
          onClick={clear}
          className="absolute top-1.5 right-1.5 grid size-5 place-items-center rounded-sm text-text-3 hover:bg-hover hover:text-text"
        >
          <X className="size-3.5" />
        </button>
      ) : (
        <Kbd keys="/" className="pointer-events-none absolute top-2 right-2 max-sm:hidden" />
      )}
    </div>
  );
}
