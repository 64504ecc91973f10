'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cn } from '@/lib/class-name';
import { isObject } from '@/lib/kube-object';

type Node = { name: string; value: unknown; depth: number };

function count(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? '1 item' : `${value.length} items`;
  return isObject(value) ? `${Object.keys(value).length} fields` : '';
}

function titleOf(value: unknown): string {
  return isObject(value) && typeof value.name === 'string' ? value.name : '';
}

function childrenOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((one, at) => [titleOf(one) || String(at), one]);
  return isObject(value) ? Object.entries(value) : [];
}

function Leaf({ value }: { value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const quiet = value === null || value === '' || (typeof value === 'object' && value !== null);
  return (
    <span className={cn('wrap-anywhere whitespace-pre-wrap font-mono text-xs', quiet && 'text-text-3')}>
      {text === '' ? '""' : text}
    </span>
  );
}

function Branch({ name, value, depth }: Node) {
  const [open, setOpen] = useState(depth < 2);
  const children = childrenOf(value);
  const indent = { paddingLeft: 16 + depth * 16 };
  if (children.length === 0) {
    return (
      <li style={indent} className="flex gap-2 py-0.5 pr-4 text-sm">
        <span className="ml-[18px] shrink-0 text-text-3">{name}</span>
        <Leaf value={value} />
      </li>
    );
  }
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        style={indent}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-1 py-0.5 pr-4 text-left text-sm hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={cn('size-3.5 shrink-0 text-text-3 transition-transform', open && 'rotate-90')}
        />
        <span className="text-text-2">{name}</span>
        <span className="text-text-3 text-xs">{count(value)}</span>
      </button>
      {open && <Tree entries={children} depth={depth + 1} />}
    </li>
  );
}

function Tree({ entries, depth }: { entries: [string, unknown][]; depth: number }) {
  return (
    <ul>
      {entries.map(([name, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names of list items may repeat, places do not
        <Branch key={`${at} ${name}`} name={name} value={value} depth={depth} />
      ))}
    </ul>
  );
}

/** Any part of an object, foldable; what lies deep is folded at first. */
export function ValueTree({ value }: { value: unknown }) {
  return (
    <div className="py-2">
      <Tree entries={childrenOf(value)} depth={0} />
    </div>
  );
}
