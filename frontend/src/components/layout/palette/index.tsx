'use client';

import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useState } from 'react';
import { Kbd } from '@/components/ui/kbd';
import { useReturnFocus } from '@/components/ui/return-focus';
import { type Command, matching } from './command';
import { CommandList } from './command-list';
import { useObjectCommands } from './use-object-commands';
import { usePlaceCommands } from './use-place-commands';

const listId = 'palette-list';

/** Goes to any cluster, kind or object by a few letters of its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const returnFocus = useReturnFocus();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const objects = useObjectCommands(text);
  const places = matching(usePlaceCommands(), text, text ? 6 : 5);
  const commands = [...places, ...objects.commands];
  const active = Math.min(at, commands.length - 1);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step) setAt((active + step + commands.length) % Math.max(1, commands.length));
    else if (event.key === 'Enter') run(commands[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="fixed inset-x-2 top-[8dvh] z-50 mx-auto flex max-h-[70dvh] max-w-xl animate-enter flex-col overflow-hidden rounded-xl border bg-raised shadow-raised focus:outline-none"
        >
          <Dialog.Title className="sr-only">Search and go</Dialog.Title>
          <div className="flex h-12 shrink-0 items-center gap-3 border-b px-4">
            <Search aria-hidden className="size-4 shrink-0 text-text-3" />
            <input
              role="combobox"
              aria-label="Search clusters, kinds and objects"
              aria-expanded
              aria-controls={listId}
              aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
              value={text}
              placeholder="Search clusters, kinds, objects…"
              onChange={(event) => {
                setText(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
              className="h-full min-w-0 flex-1 bg-transparent text-base focus-visible:outline-none"
            />
            <Kbd keys="Escape" />
          </div>
          <CommandList id={listId} commands={commands} active={active} onHover={setAt} onRun={run} />
          {commands.length === 0 && (
            <p className="px-4 py-8 text-center text-sm text-text-3">
              {objects.searching ? 'Searching…' : `Nothing is called “${text}”.`}
            </p>
          )}
          {objects.truncated && objects.commands.length > 0 && (
            <p className="border-t px-4 py-2 text-text-3 text-xs">More objects match; type more of the name.</p>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
