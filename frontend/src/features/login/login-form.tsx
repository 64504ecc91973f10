'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Logo } from '@/components/layout/logo';
import { type SessionUser, useSession } from '@/lib/session-store';
import { CredentialsForm } from './credentials-form';

/** The page of the login; afterwards the page one was going to. */
export function LoginForm({ next }: { next: string }) {
  const router = useRouter();
  const queries = useQueryClient();
  const setUser = useSession((state) => state.setUser);
  const enter = (user: SessionUser) => {
    queries.clear();
    setUser(user);
    router.replace(next);
  };
  return (
    <div className="w-full max-w-sm">
      <div className="mb-8 flex items-center gap-3">
        <Logo className="size-8" />
        <div>
          <h1 className="font-semibold text-xl">Sign in to Argus</h1>
          <p className="text-sm text-text-2">Every cluster, one place.</p>
        </div>
      </div>
      <CredentialsForm onSignedIn={enter} />
    </div>
  );
}
