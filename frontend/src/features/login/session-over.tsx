'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { deferred } from '@/components/deferred';
import { leaveToLogin } from '@/lib/api';
import { live } from '@/lib/live';
import { watchOtherTabs } from '@/lib/session-mark';
import { useSession } from '@/lib/session-store';

const SignInAgain = deferred(() => import('./sign-in-again').then((module) => module.SignInAgain));

/** Follows what other tabs do with the session, and signs in over a page that must not be left. */
export function SessionOver() {
  const queries = useQueryClient();
  const { user, over, setOver } = useSession();
  const mine = user?.id;
  const goOn = (id: string) => {
    if (mine !== undefined && id !== mine) return window.location.reload();
    if (!over) return;
    setOver(false);
    void queries.invalidateQueries();
    live.retryNow();
  };
  useEffect(() => watchOtherTabs(leaveToLogin, goOn));
  return over ? <SignInAgain onSignedIn={goOn} /> : null;
}
