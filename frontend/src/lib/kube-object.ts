/** An object as the apiserver sends it. Its shape is the cluster's affair, so every part is looked at before use. */
export type KubeObject = Record<string, unknown>;

export function isObject(value: unknown): value is KubeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path; undefined where anything on the way is missing. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((here, key) => {
    if (Array.isArray(here)) return typeof key === 'number' ? here[key] : undefined;
    return isObject(here) ? here[key] : undefined;
  }, value);
}

/** A text or number as text; empty where there is none. */
export function textAt(value: unknown, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : '';
}

export function numberAt(value: unknown, ...path: (string | number)[]): number | null {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : null;
}

export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A list's items that are objects. */
export function objectsAt(value: unknown, ...path: (string | number)[]): KubeObject[] {
  return listAt(value, ...path).filter(isObject);
}

export function recordAt(value: unknown, ...path: (string | number)[]): KubeObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

/** A mapping of texts, as labels, annotations and selectors are. */
export function textsAt(value: unknown, ...path: (string | number)[]): Record<string, string> {
  const entries = Object.entries(recordAt(value, ...path));
  return Object.fromEntries(entries.map(([key, one]) => [key, typeof one === 'string' ? one : JSON.stringify(one)]));
}
