'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';

const few = 8;
const long = 160;

function Value({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const cut = text.length > long && !open;
  return (
    <span className="wrap-anywhere whitespace-pre-wrap font-mono text-xs">
      {cut ? `${text.slice(0, long)}…` : text}
      {text.length > long && (
        <Button size="sm" variant="ghost" className="ml-1 h-5 align-baseline" onClick={() => setOpen(!open)}>
          {cut ? 'Show all' : 'Show less'}
        </Button>
      )}
    </span>
  );
}

/** Labels or annotations: always text, never read as HTML. */
export function LabelSet({ entries, none }: { entries: Record<string, string>; none: string }) {
  const [all, setAll] = useState(false);
  const pairs = Object.entries(entries).sort(([a], [b]) => a.localeCompare(b));
  if (pairs.length === 0) return <p className="px-4 py-3 text-sm text-text-3">{none}</p>;
  return (
    <div className="py-1.5">
      <ul>
        {(all ? pairs : pairs.slice(0, few)).map(([key, value]) => (
          <li key={key} className="group flex items-start gap-2 py-1 pr-2 pl-4">
            <div className="wrap-anywhere min-w-0 flex-1 text-sm">
              <span className="font-mono text-text-3 text-xs">{key}</span>
              <span className="text-text-3 text-xs"> = </span>
              <Value text={value} />
            </div>
            <CopyButton
              text={`${key}=${value}`}
              label={`Copy ${key}`}
              className="-my-1 opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
            />
          </li>
        ))}
      </ul>
      {pairs.length > few && (
        <Button size="sm" variant="ghost" className="mt-1 ml-2" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${pairs.length}`}
        </Button>
      )}
    </div>
  );
}
