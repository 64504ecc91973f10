'use client';

import { login } from '@argus/sdk';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { noteTokens } from '@/lib/session-mark';
import type { SessionUser } from '@/lib/session-store';
import { LoginRefusal } from './login-refusal';

/** E-mail and password. The form stays busy after `onSignedIn`, which leads on. */
export function CredentialsForm({
  email = '',
  onSignedIn,
}: {
  email?: string;
  onSignedIn: (user: SessionUser) => void;
}) {
  const password = useRef<HTMLInputElement>(null);
  const [body, setBody] = useState({ email, password: '' });
  const [leaving, setLeaving] = useState(false);
  const signIn = useMutation({
    mutationFn: () => login({ body: { ...body, email: body.email.trim() }, throwOnError: true }),
    onSuccess: ({ data }) => {
      setLeaving(true);
      noteTokens(data);
      onSignedIn(data.user);
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
  );
}
