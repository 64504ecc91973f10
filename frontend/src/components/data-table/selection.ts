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
export function coverage(selection: ReadonlySet<string>, keys: string[]): boolean | 'indeterminate' {
  const count = keys.filter((key) => selection.has(key)).length;
  if (count === 0) return false;
  return count === keys.length ? true : 'indeterminate';
}
