'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { useSession } from '@/lib/session-store';
import { CredentialsForm } from './credentials-form';

/** Signs in over a page that must not be left; closed, it stays at hand while one looks at what was typed. */
export function SignInAgain({ onSignedIn }: { onSignedIn: (user: string) => void }) {
  const email = useSession((state) => state.user?.email);
  const [closed, setClosed] = useState(false);
  if (closed) {
    const again = (
      <Button size="sm" onClick={() => setClosed(false)}>
        Sign in
      </Button>
    );
    return (
      <div className="fixed inset-x-4 bottom-4 z-50 mx-auto max-w-xl">
        <Notice level="warn" title="Your session is over" action={again}>
          What you typed is still here, but cannot be applied until you sign in.
        </Notice>
      </div>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={() => setClosed(true)}
      title="Your session is over"
      description="Sign in to go on where you are. What you typed is still here."
    >
      <div className="py-3">
        <CredentialsForm email={email} onSignedIn={({ id }) => onSignedIn(id)} />
      </div>
    </Dialog>
  );
}
