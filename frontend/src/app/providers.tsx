'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Toaster } from '@/components/ui/toaster';
import { useAppearance } from '@/lib/appearance';
import { createQueryClient } from '@/lib/query-client';
import '@/lib/api';

/** What every page needs around it. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  useAppearance();
  return (
    <QueryClientProvider client={client}>
      {children}
      <Toaster />
    </QueryClientProvider>
  );
}
