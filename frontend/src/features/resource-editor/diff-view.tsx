'use client';

import type { DiffLine } from '@argus/sdk';
import { useMemo, useState } from 'react';
import { cn } from '@/lib/class-name';
import { countChanges, type DiffRow, foldDiff, isHunkMark } from './line-diff';

const signs: Record<DiffLine['op'], string> = { same: ' ', added: '+', removed: '−' };
const looks: Record<DiffLine['op'], string> = {
  same: 'text-text-2',
  added: 'bg-ok/12 text-text',
  removed: 'bg-bad/12 text-text',
};
const words: Record<DiffLine['op'], string> = { same: '', added: 'added: ', removed: 'removed: ' };

function Line({ line }: { line: DiffLine }) {
  if (isHunkMark(line))
    return (
      <div aria-hidden className="my-1 border-y border-dashed py-0.5 pl-8 text-text-3">
        ⋯
      </div>
    );
  return (
    <div className={cn('flex', looks[line.op])}>
      <span
        aria-hidden
        className={cn(
          'w-8 shrink-0 select-none text-center',
          line.op === 'added' && 'text-ok',
          line.op === 'removed' && 'text-bad',
        )}
      >
        {signs[line.op]}
      </span>
      <span className="whitespace-pre pr-4">
        {words[line.op] && <span className="sr-only">{words[line.op]}</span>}
        {line.text}
      </span>
    </div>
  );
}

function Fold({ lines }: { lines: DiffLine[] }) {
  const [open, setOpen] = useState(false);
  // biome-ignore lint/suspicious/noArrayIndexKey: lines of a finished diff never move
  if (open) return lines.map((line, at) => <Line key={at} line={line} />);
  return (
    <button
      type="button"
      onClick={() => setOpen(true)}
      className="my-1 block w-full border-y border-dashed py-0.5 pl-8 text-left font-sans text-text-3 text-xs hover:bg-hover hover:text-text"
    >
      {lines.length} unchanged lines
    </button>
  );
}

type Props = { diff: DiffLine[]; label: string; className?: string };

/** A unified diff; what did not change is folded away. */
export function DiffView({ diff, label, className }: Props) {
  const rows = useMemo<DiffRow[]>(() => foldDiff(diff), [diff]);
  const { added, removed } = countChanges(diff);
  return (
    <figure aria-label={label} className={cn('min-w-0 overflow-hidden rounded-lg border bg-surface', className)}>
      <figcaption className="tabular flex h-9 items-center gap-3 border-b px-3 text-sm">
        <span className="min-w-0 flex-1 truncate font-medium">{label}</span>
        <span className="text-ok">+{added}</span>
        <span className="text-bad">−{removed}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div tabIndex={0} className="max-h-[60dvh] overflow-auto py-1 font-mono text-xs leading-5">
        <div className="w-fit min-w-full">
          {rows.map((row, at) =>
            row.kind === 'fold' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a finished diff never move
              <Fold key={at} lines={row.lines} />
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <Line key={at} line={row.line} />
            ),
          )}
        </div>
      </div>
    </figure>
  );
}
