import { ArrowRight } from 'lucide-react';
import { cn } from '@/lib/class-name';
import type { Command } from './command';

type Props = {
  id: string;
  commands: Command[];
  active: number;
  onHover: (index: number) => void;
  onRun: (command: Command) => void;
};

function reveal(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' });
}

/** The palette's choices under their groups' names. */
export function CommandList({ id, commands, active, onHover, onRun }: Props) {
  return (
    <div id={id} role="listbox" aria-label="Results" className="min-h-0 flex-1 overflow-y-auto p-1.5">
      {commands.map((command, index) => (
        <div key={command.id} role="presentation">
          {commands[index - 1]?.group !== command.group && (
            <div role="presentation" className="px-2.5 pt-2.5 pb-1 font-medium text-text-3 text-xs">
              {command.group}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and handles the keys */}
          <div
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            ref={index === active ? reveal : undefined}
            onClick={() => onRun(command)}
            onPointerMove={() => onHover(index)}
            className={cn(
              'flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 text-sm',
              index === active && 'bg-hover',
            )}
          >
            {command.icon ?? <ArrowRight aria-hidden className="size-3.5 shrink-0 text-text-3" />}
            <span className="min-w-0 truncate">{command.label}</span>
            {command.detail && (
              <span className="min-w-0 flex-1 truncate text-right text-text-3 text-xs">{command.detail}</span>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}
