'use client';

import type { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { cn } from '@/lib/class-name';

type Props = {
  text: string;
  label: string;
  readOnly?: boolean;
  onChange: (text: string) => void;
  onSave: () => void;
  className?: string;
};

const widths = ['30%', '46%', '38%', '60%', '52%', '70%', '44%', '58%', '36%', '48%'];

/** What differs, as one replacement: cursor and scroll position outside it stay. */
function smallestChange(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  const shorter = Math.min(before.length, after.length);
  while (from < shorter && before[from] === after[from]) from++;
  let tail = 0;
  while (tail < shorter - from && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}

/** The YAML editor. It follows `text` from outside only where that differs from what stands in it. */
export function YamlEditor({ text, label, readOnly = false, onChange, onSave, className }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ text, onChange, onSave });
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  useEffect(() => {
    latest.current = { text, onChange, onSave };
  });
  useEffect(() => {
    let wanted = true;
    const open = async () => {
      const { createEditor } = await import('./code-mirror');
      if (!wanted || !host.current) return;
      view.current = createEditor({
        parent: host.current,
        text: latest.current.text,
        label,
        readOnly,
        onChange: (next) => latest.current.onChange(next),
        onSave: () => latest.current.onSave(),
      });
      setState('ready');
    };
    open().catch(() => wanted && setState('failed'));
    return () => {
      wanted = false;
      view.current?.destroy();
      view.current = null;
    };
  }, [label, readOnly]);
  useEffect(() => {
    const now = view.current?.state.doc.toString();
    if (now !== undefined && now !== text) view.current?.dispatch({ changes: smallestChange(now, text) });
  }, [text]);
  return (
    <div className={cn('min-h-0 overflow-hidden rounded-lg border bg-surface', className)}>
      {state === 'loading' && (
        <div className="flex flex-col gap-2 p-4">
          {widths.map((width) => (
            <Skeleton key={width} style={{ width }} />
          ))}
        </div>
      )}
      {state === 'failed' && (
        <Notice level="bad" title="The editor could not be loaded. Reload the page to try again." />
      )}
      <div ref={host} className="h-full" />
    </div>
  );
}
