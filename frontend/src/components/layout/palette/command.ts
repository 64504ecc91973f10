import type { ReactNode } from 'react';

/** One thing the palette can do. */
export type Command = {
  id: string;
  group: string;
  label: string;
  detail?: string;
  icon?: ReactNode;
  /** Other words it is found by. */
  words?: string;
  run: () => void;
};

/** How well a command answers the text: 0 not at all, more for a match at the start of a word or of the label. */
export function score({ label, words = '', detail = '' }: Command, text: string): number {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return 1;
  const name = label.toLowerCase();
  if (name === wanted) return 5;
  if (name.startsWith(wanted)) return 4;
  if (name.includes(` ${wanted}`) || name.includes(`-${wanted}`)) return 3;
  if (name.includes(wanted)) return 2;
  const rest = `${words} ${detail}`.toLowerCase();
  return wanted.split(/\s+/).every((word) => `${name} ${rest}`.includes(word)) ? 1 : 0;
}

/** Commands that answer the text, the best of each group first, groups in their own order. */
export function matching(commands: Command[], text: string, perGroup: number): Command[] {
  const groups = new Map<string, { command: Command; points: number }[]>();
  for (const command of commands) {
    const points = score(command, text);
    if (points > 0) groups.set(command.group, [...(groups.get(command.group) ?? []), { command, points }]);
  }
  return [...groups.values()].flatMap((group) =>
    group
      .sort((a, b) => b.points - a.points)
      .slice(0, perGroup)
      .map(({ command }) => command),
  );
}
