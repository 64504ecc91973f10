/** The selection with one row turned; every key of `range` gets the state that this one gets. */
export function toggled(selection: ReadonlySet<string>, key: string, range: string[]): Set<string> {
  const next = new Set(selection);
  const on = !next.has(key);
  for (const one of range) {
    if (on) next.add(one);
    else next.delete(one);
  }
  return next;
}

/** The state of the box over all `count` rows. */
export function coverage(
  selection: ReadonlySet<string>,
  count: number,
  placeOf: (key: string) => number,
): boolean | 'indeterminate' {
  const shown = [...selection].filter((key) => placeOf(key) >= 0).length;
  if (shown === 0) return false;
  return shown === count ? true : 'indeterminate';
}
