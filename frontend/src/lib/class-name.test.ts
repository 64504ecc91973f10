import { describe, expect, it } from 'vitest';
import { cn } from './class-name';

describe('cn', () => {
  it.each([
    ['h-8 text-sm', 'h-10 text-base', 'h-10 text-base'],
    ['text-text-3 text-sm', 'text-bad', 'text-sm text-bad'],
    ['size-3.5 shrink-0', 'size-4', 'shrink-0 size-4'],
    ['w-[min(560px,90vw)]', 'w-72', 'w-72'],
    ['border border-line-strong', 'border-transparent', 'border border-transparent'],
    ['border-b border-line', 'border-bad', 'border-b border-bad'],
    ['h-7 max-sm:h-9', 'h-5', 'max-sm:h-9 h-5'],
    ['px-6 py-14', 'py-6', 'px-6 py-6'],
    ['px-3 first:pl-4', 'px-2', 'first:pl-4 px-2'],
    ['text-left text-xs', 'text-right', 'text-xs text-right'],
    ['flex min-w-0', 'hidden', 'min-w-0 hidden'],
    ['-mr-1.5', 'mr-2', 'mr-2'],
    ['hover:bg-hover', 'bg-accent', 'hover:bg-hover bg-accent'],
    ['[&_svg]:size-4 flex-1', 'flex', '[&_svg]:size-4 flex-1 flex'],
  ])('%s with %s is %s', (base, later, result) => {
    expect(cn(base, later)).toBe(result);
  });

  it('leaves out what is false', () => {
    expect(cn('a', false, undefined, null, { b: true, c: false })).toBe('a b');
  });
});
