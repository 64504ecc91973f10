'use client';

import { Copy, Download, Search } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useShortcut } from '@/lib/shortcut';
import { toast } from '@/lib/toast-store';
import type { LogView } from './use-log-view';

const tails = [100, 1000, 5000, 20_000];
const spans: [string, string][] = [
  ['', 'All time'],
  ['60', 'Last minute'],
  ['300', 'Last 5 minutes'],
  ['3600', 'Last hour'],
  ['86400', 'Last day'],
];

function Toggle({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
    <label className="flex h-8 items-center gap-1.5 text-sm text-text-2">
      <Checkbox checked={on} onCheckedChange={(next) => onChange(next === true)} />
      {label}
    </label>
  );
}

type Props = {
  view: LogView;
  change: (part: Partial<LogView>) => void;
  containers: string[];
  text: () => string;
  fileName: string;
  found: number | null;
};

/** What to read of a log, and how to show it. */
export function LogToolbar({ view, change, containers, text, fileName, found }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', 'Search the log', 'Log', () => field.current?.focus());
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    toast({ level: 'info', title: 'Log copied' });
  };
  const download = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text()], { type: 'text/plain' }));
    link.download = fileName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  return (
    <div role="toolbar" aria-label="Log" className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b p-2">
      <Select
        aria-label="Container"
        className="w-40"
        value={view.container}
        onChange={(event) => change({ container: event.target.value })}
      >
        {containers.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Select
        aria-label="Lines"
        className="w-32"
        value={view.tail}
        onChange={(event) => change({ tail: Number(event.target.value) })}
      >
        {tails.map((count) => (
          <option key={count} value={count}>
            Last {count.toLocaleString('en-US')}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Since"
        className="w-36"
        value={view.since ?? ''}
        onChange={(event) => change({ since: Number(event.target.value) || null })}
      >
        {spans.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      <div className="relative min-w-40 flex-1 sm:max-w-64">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-text-3" />
        <Input
          ref={field}
          type="search"
          aria-label="Search the log"
          placeholder="Search…"
          value={view.search}
          onChange={(event) => change({ search: event.target.value })}
          onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
          className="pl-8"
        />
      </div>
      <span role="status" className="tabular text-text-3 text-xs">
        {found !== null && (found === 1 ? '1 line' : `${found.toLocaleString('en-US')} lines`)}
      </span>
      <Toggle
        label="Follow"
        on={view.follow && !view.previous}
        onChange={(follow) => change({ follow, previous: false })}
      />
      <Toggle label="Previous run" on={view.previous} onChange={(previous) => change({ previous })} />
      <Toggle label="Times" on={view.times} onChange={(times) => change({ times })} />
      <Toggle label="Wrap" on={view.wrap} onChange={(wrap) => change({ wrap })} />
      <span className="ml-auto flex gap-1">
        <Button variant="ghost" size="icon-sm" aria-label="Copy the log" onClick={copy}>
          <Copy />
        </Button>
        <Button variant="ghost" size="icon-sm" aria-label="Download the log" onClick={download}>
          <Download />
        </Button>
      </span>
    </div>
  );
}
