'use client';

import { ErrorState } from '@/components/ui/error-state';

type Props = { error: Error; reset: () => void };

/** A page that failed while it was drawn; the shell around it goes on. */
export default function PageError({ error, reset }: Props) {
  return <ErrorState what="this page" error={error} onRetry={reset} />;
}
