import { describe, expect, it } from 'vitest';
import { loginPath, safeNext } from './next-path';

describe('safeNext', () => {
  it.each(['/clusters', '/clusters/c1/pods?q=a%2Fb#x'])('keeps %s', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    null,
    undefined,
    '',
    'clusters',
    'https://evil.example/x',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/login?next=/login',
    '/api/clusters',
    '/..//evil.example',
  ])('refuses %j', (path) => {
    expect(safeNext(path)).toBe('/dashboard');
  });
});

describe('loginPath', () => {
  it('remembers where one was', () => {
    expect(loginPath('/clusters?q=a')).toBe('/login?next=%2Fclusters%3Fq%3Da');
    expect(loginPath('/dashboard')).toBe('/login');
  });
});
