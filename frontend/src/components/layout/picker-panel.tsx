'use client';

import { Check } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { cn } from '@/lib/class-name';
import { PickerButton, type PickerOption, type PickerProps } from './picker';

/** The picker once it has been asked for: it begins open. */
export function PickerPanel({ label, options, value, onChoose, className, children }: PickerProps) {
  const [open, setOpen] = useState(true);
  const choose = (id: string) => {
    setOpen(false);
    if (id !== value) onChoose(id);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <PickerButton aria-label={label} className={className}>
          {children}
        </PickerButton>
      </PopoverTrigger>
      <PopoverContent label={label} className="w-64">
        <PickerList label={label} options={options} value={value} onChoose={choose} />
      </PopoverContent>
    </Popover>
  );
}

function matching(options: PickerOption[], text: string): PickerOption[] {
  const wanted = text.trim().toLowerCase();
  return options.filter((option) => option.label.toLowerCase().includes(wanted));
}

function reveal(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' });
}

type ListProps = Pick<PickerProps, 'label' | 'options' | 'value' | 'onChoose'>;

function PickerList({ label, options, value, onChoose }: ListProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      options.findIndex((option) => option.id === value),
    ),
  );
  const id = useId();
  const matches = matching(options, text);
  const active = Math.min(at, matches.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const picked = matches[active];
    if (step) setAt((active + step + matches.length) % Math.max(1, matches.length));
    else if (event.key === 'Enter' && picked) onChoose(picked.id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        role="combobox"
        aria-label={`Filter: ${label}`}
        aria-expanded
        aria-controls={id}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        value={text}
        placeholder="Filter…"
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="mb-1 h-8 w-full border-b bg-transparent px-2 text-sm focus-visible:outline-none"
      />
      <div id={id} role="listbox" aria-label={label} className="max-h-72 overflow-y-auto">
        {matches.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and handles the keys
          <div
            key={option.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={option.id === value}
            ref={index === active ? reveal : undefined}
            onClick={() => onChoose(option.id)}
            onPointerMove={() => setAt(index)}
            className={cn(
              'flex h-8 cursor-default items-center gap-2 rounded-md px-2 text-sm',
              index === active && 'bg-hover',
            )}
          >
            {option.icon}
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.id === value && <Check aria-hidden className="size-4 text-accent" />}
          </div>
        ))}
        {matches.length === 0 && <p className="px-2 py-3 text-sm text-text-3">Nothing matches “{text}”.</p>}
      </div>
    </>
  );
}
