export const appearanceCookie = 'argus_appearance';

export type Appearance = { 'data-theme'?: 'light' | 'dark'; 'data-density'?: 'compact'; 'data-sidebar'?: 'collapsed' };

/** The attributes of `<html>` that the cookie asks for: the server's first paint is already the right one. */
export function readAppearance(cookie: string | undefined): Appearance {
  const words = new Set(cookie?.split('.'));
  return {
    'data-theme': words.has('dark') ? 'dark' : words.has('light') ? 'light' : undefined,
    'data-density': words.has('compact') ? 'compact' : undefined,
    'data-sidebar': words.has('collapsed') ? 'collapsed' : undefined,
  };
}
