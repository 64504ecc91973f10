import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '@/lib/content-security-policy';

const api = process.env.ARGUS_API_URL ?? 'http://127.0.0.1:8080';
const open = new Set(['/login', '/healthz']);

/** Sends `/api` to the backend, asks for a session elsewhere, and puts a fresh nonce into each page's policy. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (pathname === '/api' || pathname.startsWith('/api/')) {
    return toBackend(request);
  }
  if (!open.has(pathname) && !request.cookies.has('argus_session')) {
    return toLogin(request, pathname === '/' ? '' : pathname + search);
  }
  return page(request);
}

const stream = /\/logs$/;

/** Next compresses what passes through and holds back lines until it has enough of them: streams go uncompressed. */
function toBackend(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const headers = new Headers(request.headers);
  if (stream.test(pathname)) headers.set('accept-encoding', 'identity');
  return NextResponse.rewrite(new URL(pathname + search, api), { request: { headers } });
}

/** The presence cookie only decides which page to show; the API checks the real session on every call. */
function toLogin(request: NextRequest, next: string): NextResponse {
  const target = request.nextUrl.clone();
  target.pathname = '/login';
  target.search = next ? `?${new URLSearchParams({ next })}` : '';
  return NextResponse.redirect(target, 307);
}

function page(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  return response;
}

export const config = { matcher: ['/((?!_next/static|_next/image|favicon.ico|icon.svg).*)'] };
