/** The selection with one row turned; with `from`, every row between gets the state that row gets. */
export function toggled(
  selection: ReadonlySet<string>,
  keys: string[],
  key: string,
  from?: string | null,
): Set<string> {
  const next = new Set(selection);
  const on = !next.has(key);
  const [a, b] = [keys.indexOf(from ?? key), keys.indexOf(key)];
  const range = a < 0 || b < 0 ? [key] : keys.slice(Math.min(a, b), Math.max(a, b) + 1);
  for (const one of range) {
    if (on) next.add(one);
    else next.delete(one);
  }
  return next;
}

/** The state of the box over all rows. */
export function coverage<T>(
  selection: ReadonlySet<string>,
  rows: T[],
  rowKey: (row: T) => string,
): boolean | 'indeterminate' {
  if (selection.size === 0) return false;
  const count = rows.filter((row) => selection.has(rowKey(row))).length;
  if (count === 0) return false;
  return count === rows.length ? true : 'indeterminate';
}
