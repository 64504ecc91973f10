import { cn } from '@/lib/class-name';

const signs: Record<string, string> = { Enter: '↵', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', ' ': 'Space' };

function sign(key: string): string {
  return signs[key] ?? (key.startsWith('mod+') ? `Ctrl ${key.slice(4).toUpperCase()}` : key);
}

/** Keys as they are pressed: `mod+k`, or a sequence such as `g p`. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const parts = keys === ' ' ? [' '] : keys.split(' ');
  return (
    <span className={cn('inline-flex items-center gap-1', className)}>
      {parts.map((key) => (
        <kbd
          key={key}
          className="rounded-sm border border-line-strong bg-bg px-1 font-sans text-[11px] text-text-3 leading-4"
        >
          {sign(key)}
        </kbd>
      ))}
    </span>
  );
}
