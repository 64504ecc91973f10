import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { proxy } from './proxy';

function visit(path: string, cookie = ''): Response {
  return proxy(new NextRequest(`http://argus.example${path}`, { headers: cookie ? { cookie } : {} }));
}

describe('proxy', () => {
  it('sends the API to the backend, query and all', () => {
    const target = visit('/api/clusters/c1?q=a%2Fb').headers.get('x-middleware-rewrite');
    expect(target).toBe('http://127.0.0.1:8080/api/clusters/c1?q=a%2Fb');
  });

  it('keeps streams from being compressed, which would hold their lines back', () => {
    const encoding = (path: string) => visit(path).headers.get('x-middleware-request-accept-encoding');
    expect(encoding('/api/clusters/c1/namespaces/shop/pods/web-1/logs')).toBe('identity');
    expect(encoding('/api/clusters')).toBeNull();
  });

  it('asks for a session and remembers where one was going', () => {
    const answer = visit('/clusters?q=a');
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe('http://argus.example/login?next=%2Fclusters%3Fq%3Da');
    expect(visit('/').headers.get('location')).toBe('http://argus.example/login');
  });

  it('lets through with a session, and to the login without', () => {
    expect(visit('/clusters', 'argus_session=1').headers.get('x-middleware-next')).toBe('1');
    expect(visit('/login').headers.get('x-middleware-next')).toBe('1');
  });

  it('gives every page a policy with a nonce of its own', () => {
    const policies = [visit('/login'), visit('/login')].map(
      (page) => page.headers.get('content-security-policy') ?? '',
    );
    const nonces = policies.map((policy) => /script-src 'self' 'nonce-([^']+)' 'strict-dynamic'/.exec(policy)?.[1]);
    expect(new Set(nonces).size).toBe(2);
    expect(policies[0]).not.toContain('unsafe-eval');
    expect(/script-src[^;]*unsafe-inline/.test(policies[0] ?? '')).toBe(false);
  });
});
