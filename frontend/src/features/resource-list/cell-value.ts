import type { Row } from '@argus/sdk';

export type CellValue = Row['cells'][number];

/** A count and when it last went up: the cell of a `count-since` column. */
export function parseCountSince(value: CellValue): { count: number; since: string | null } | null {
  if (typeof value === 'number') return { count: value, since: null };
  const match = /^(\d+)(?: (\S+))?$/.exec(String(value ?? ''));
  return match ? { count: Number(match[1]), since: match[2] ?? null } : null;
}

export function isEmpty(value: CellValue | undefined): value is null | undefined | '' {
  return value === null || value === undefined || value === '';
}

/** Whether a `duration` still goes on: then its cell is the time when it began. */
export function isMoment(value: CellValue | undefined): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(String(value));
}

/** What a cell says in words, for titles and exports; times stay as they are. */
export function cellText(value: CellValue | undefined): string {
  if (isEmpty(value)) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return String(value);
}
