import { isObject } from '@/lib/kube-object';

/** `clashes` are the paths that both sides changed, each to something else; `merged` holds mine there. */
export type Merge = { merged: unknown; clashes: string[] };

type Named = Record<string, unknown> & { name: string };

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => equal(one, b[at]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && equal(a[key], b[key]));
}

function isNamed(value: unknown): value is Named[] {
  if (!Array.isArray(value)) return false;
  const names = value.map((one) => (isObject(one) && typeof one.name === 'string' ? one.name : null));
  return names.every((name) => name !== null) && new Set(names).size === names.length;
}

const byName = (list: Named[]) => Object.fromEntries(list.map((one) => [one.name, one]));

/**
 * Puts my changes since `base` onto `theirs`. Mappings merge key by key, lists whose items have unique names
 * (containers, ports, variables) merge by name; other lists are taken whole. Undefined means "not there".
 */
export function mergeThreeWay(base: unknown, mine: unknown, theirs: unknown, path = ''): Merge {
  if (equal(mine, theirs) || equal(mine, base)) return { merged: theirs, clashes: [] };
  if (equal(theirs, base)) return { merged: mine, clashes: [] };
  if (isObject(mine) && isObject(theirs)) return mergeKeys(isObject(base) ? base : {}, mine, theirs, path);
  if (isNamed(mine) && isNamed(theirs)) {
    const { merged, clashes } = mergeKeys(isNamed(base) ? byName(base) : {}, byName(mine), byName(theirs), path);
    return { merged: isObject(merged) ? Object.values(merged) : merged, clashes };
  }
  return { merged: mine, clashes: [path] };
}

type Keys = Record<string, unknown>;

function mergeKeys(base: Keys, mine: Keys, theirs: Keys, path: string): Merge {
  const merged: Keys = {};
  const clashes: string[] = [];
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const one = mergeThreeWay(base[key], mine[key], theirs[key], path ? `${path}.${key}` : key);
    if (one.merged !== undefined) merged[key] = one.merged;
    clashes.push(...one.clashes);
  }
  return { merged, clashes };
}
