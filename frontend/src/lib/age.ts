const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

function pair(ms: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % big) / small);
  return `${Math.floor(ms / big)}${bigName}${rest ? `${rest}${smallName}` : ''}`;
}

/** A span of milliseconds in kubectl's manner: `45s`, `5m`, `2h13m`, `31h`, `3d4h`, `120d`, `2y30d`. */
export function formatAge(ms: number): string {
  if (ms < minute) return `${Math.max(0, Math.floor(ms / second))}s`;
  if (ms < hour) return `${Math.floor(ms / minute)}m`;
  if (ms < 8 * hour) return pair(ms, hour, 'h', minute, 'm');
  if (ms < 2 * day) return `${Math.floor(ms / hour)}h`;
  if (ms < 8 * day) return pair(ms, day, 'd', hour, 'h');
  if (ms < 730 * day) return `${Math.floor(ms / day)}d`;
  return pair(ms, 365 * day, 'y', day, 'd');
}

/** A moment in full, in the reader's own zone. */
export function formatMoment(time: string | number | Date): string {
  return new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
}
