/** How well something is, as the API says it. */
export type Level = 'ok' | 'warn' | 'bad' | 'info' | 'idle';

const order: Record<Level, number> = { bad: 0, warn: 1, info: 2, idle: 3, ok: 4 };

/** Sorts the worst first. */
export function byLevel(a: Level, b: Level): number {
  return order[a] - order[b];
}

/** The level a text names; `idle` for anything unknown. */
export function toLevel(text: string): Level {
  return text in order ? (text as Level) : 'idle';
}
