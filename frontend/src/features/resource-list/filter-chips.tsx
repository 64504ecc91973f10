'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { formatFilter, type ListState } from './list-state';

type Props = { state: ListState; change: (part: Partial<ListState>) => void };
type Chip = { key: string; text: string; without: Partial<ListState> };

function chipsOf(state: ListState): Chip[] {
  const chips: Chip[] = [];
  if (state.labelSelector) {
    chips.push({ key: 'labels', text: `labels: ${state.labelSelector}`, without: { labelSelector: '' } });
  }
  for (const filter of state.filters) {
    const without = { filters: state.filters.filter((one) => one !== filter) };
    chips.push({ key: formatFilter(filter), text: `${filter.column} ${filter.operator} ${filter.value}`, without });
  }
  return chips;
}

/** What narrows the list, each with a way to take it off; the namespace has its own control. */
export function FilterChips({ state, change }: Props) {
  const chips = chipsOf(state);
  return (
    <ul
      aria-label="Active filters"
      className="flex flex-wrap items-center gap-1.5 border-b bg-surface px-4 py-1.5 sm:px-6"
    >
      {chips.map((chip) => (
        <li
          key={chip.key}
          className="flex h-6 max-w-full items-center gap-1 rounded-sm border border-line-strong pr-0.5 pl-2 text-xs"
        >
          <span className="truncate">{chip.text}</span>
          <button
            type="button"
            aria-label={`Remove the filter ${chip.text}`}
            onClick={() => change(chip.without)}
            className="grid size-5 place-items-center rounded-sm text-text-3 hover:bg-hover hover:text-text"
          >
            <X className="size-3.5" />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <Button size="sm" variant="ghost" onClick={() => change({ labelSelector: '', filters: [] })}>
          Clear all
        </Button>
      )}
    </ul>
  );
}
