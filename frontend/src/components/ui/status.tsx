import { CircleAlert, CircleCheck, CircleDashed, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import { cn } from '@/lib/class-name';
import type { Level } from '@/lib/level';

const icons: Record<Level, LucideIcon> = {
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
  info: Info,
  idle: CircleDashed,
};

const colours: Record<Level, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  info: 'text-info',
  idle: 'text-idle',
};

const words: Record<Level, string> = { ok: 'Healthy', warn: 'Warning', bad: 'Failing', info: 'Note', idle: 'Idle' };

/** The icon of a level alone, for places where the word stands beside it anyway. */
export function StatusIcon({ level, className }: { level: Level; className?: string }) {
  const Icon = icons[level];
  return <Icon aria-hidden className={cn('size-3.5 shrink-0', colours[level], className)} />;
}

type Props = { level: Level; children?: string; title?: string; className?: string };

/** How well something is: an icon and a word; the word is coloured only when it asks for attention. */
export function Status({ level, children, title, className }: Props) {
  const loud = level === 'bad' || level === 'warn';
  return (
    <span title={title} className={cn('inline-flex min-w-0 max-w-full items-center gap-1.5 align-bottom', className)}>
      <StatusIcon level={level} />
      <span className={cn('truncate', loud && colours[level])}>{children || words[level]}</span>
    </span>
  );
}
