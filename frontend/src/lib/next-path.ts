/** The path to return to after signing in: only a path of this site, else `/dashboard`. */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return '/dashboard';
  const base = 'http://argus.invalid';
  try {
    const url = new URL(next, base);
    const path = url.pathname + url.search + url.hash;
    const foreign =
      url.origin !== base || path.startsWith('//') || path.startsWith('/login') || path.startsWith('/api/');
    return foreign ? '/dashboard' : path;
  } catch {
    return '/dashboard';
  }
}

/** Where to sign in and then come back to the page that is open now. */
export function loginPath(here: string): string {
  const next = safeNext(here);
  return next === '/dashboard' ? '/login' : `/login?${new URLSearchParams({ next })}`;
}
