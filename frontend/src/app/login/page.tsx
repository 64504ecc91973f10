import type { Metadata } from 'next';
import { LoginForm } from '@/features/login/login-form';
import { safeNext } from '@/lib/next-path';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function LoginPage({ searchParams }: Props) {
  const { next } = await searchParams;
  return (
    <main className="grid min-h-dvh place-items-center px-4">
      <LoginForm next={safeNext(Array.isArray(next) ? next[0] : next)} />
    </main>
  );
}
