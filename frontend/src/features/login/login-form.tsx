'use client';

import { login } from '@argus/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { Logo } from '@/components/layout/logo';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { noteTokens } from '@/lib/session-mark';
import { useSession } from '@/lib/session-store';
import { LoginRefusal } from './login-refusal';

/** E-mail and password; afterwards the page one was going to. */
export function LoginForm({ next }: { next: string }) {
  const router = useRouter();
  const queries = useQueryClient();
  const setUser = useSession((state) => state.setUser);
  const password = useRef<HTMLInputElement>(null);
  const [body, setBody] = useState({ email: '', password: '' });
  const [leaving, setLeaving] = useState(false);
  const signIn = useMutation({
    mutationFn: () => login({ body: { ...body, email: body.email.trim() }, throwOnError: true }),
    onSuccess: ({ data }) => {
      setLeaving(true);
      noteTokens(data);
      queries.clear();
      setUser(data.user);
      router.replace(next);
    },
    onError: () => {
      password.current?.focus();
      password.current?.select();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
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
      <form method="post" onSubmit={submit} className="flex flex-col gap-4">
        {signIn.error && <LoginRefusal key={signIn.submittedAt} error={signIn.error} />}
        <Field label="E-mail">
          {(wiring) => (
            <Input
              {...wiring}
              type="email"
              name="email"
              autoComplete="username"
              required
              autoFocus
              className="h-10 text-base"
              value={body.email}
              onChange={(event) => setBody({ ...body, email: event.target.value })}
            />
          )}
        </Field>
        <Field label="Password">
          {(wiring) => (
            <Input
              {...wiring}
              ref={password}
              type="password"
              name="password"
              autoComplete="current-password"
              required
              className="h-10 text-base"
              value={body.password}
              onChange={(event) => setBody({ ...body, password: event.target.value })}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" className="mt-1" busy={signIn.isPending || leaving}>
          Sign in
        </Button>
      </form>
    </div>
  );
}
