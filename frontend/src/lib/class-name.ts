import { type ClassValue, clsx } from 'clsx';

/** What a class sets, by how it begins: of two in one line the later wins. More exact beginnings come first. */
const groups: [RegExp, string][] = [
  [/^text-(xs|sm|base|lg|xl|\[\d)/, 'text size'],
  [/^text-(left|center|right)$/, 'text align'],
  [/^text-/, 'text colour'],
  [/^font-(normal|medium|semibold)$/, 'font weight'],
  [/^border-([tblrxy]|\d+)(-|$)/, ''],
  [/^border-/, 'border colour'],
  [/^bg-/, 'background'],
  [/^shadow-/, 'shadow'],
  [/^animate-/, 'animation'],
  [/^rounded-/, 'corners'],
  [/^(flex|grid|block|hidden|inline-flex|inline|contents)$/, 'display'],
  [/^(static|relative|absolute|fixed|sticky)$/, 'position'],
];
const measure = /^-?(h|w|size|min-[wh]|max-[wh]|[pm][xytrbl]?|gap(-[xy])?|top|right|bottom|left|inset(-[xy])?|z)-/;

/** Variants and what is set, `max-sm:text size`; the class itself where nothing else sets the same. */
function meaning(name: string): string {
  const at = name.lastIndexOf(':') + 1;
  const plain = name.slice(at);
  const group = measure.exec(plain)?.[1] ?? groups.find(([start]) => start.test(plain))?.[1];
  return group ? name.slice(0, at) + group : name;
}

function merge(names: string): string {
  const last = new Map<string, string>();
  for (const name of names.split(' ')) {
    const key = meaning(name);
    last.delete(key);
    last.set(key, name);
  }
  return [...last.values()].join(' ');
}

const merged = new Map<string, string>();
const most = 2000;

/** Joins class names; of two that set the same thing the later wins. */
export function cn(...values: ClassValue[]): string {
  const names = clsx(values);
  const known = merged.get(names);
  if (known !== undefined) return known;
  const result = merge(names);
  if (merged.size >= most) merged.clear();
  merged.set(names, result);
  return result;
}
