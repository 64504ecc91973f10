'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { leaveToLogin } from '@/lib/api';
import { live } from '@/lib/live';
import { watchOtherTabs } from '@/lib/session-mark';
import { useSession } from '@/lib/session-store';
import { CredentialsForm } from './credentials-form';

/** Follows what other tabs do with the session, and signs in over a page that must not be left. */
export function SessionOver() {
  const queries = useQueryClient();
  const { user, over, setOver } = useSession();
  const [closed, setClosed] = useState(false);
  const mine = user?.id;
  const goOn = (id: string) => {
    if (mine !== undefined && id !== mine) return window.location.reload();
    if (!over) return;
    setOver(false);
    setClosed(false);
    void queries.invalidateQueries();
    live.retryNow();
  };
  useEffect(() => watchOtherTabs(leaveToLogin, goOn));
  if (!over) return null;
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
        <CredentialsForm email={user?.email} onSignedIn={({ id }) => goOn(id)} />
      </div>
    </Dialog>
  );
}
