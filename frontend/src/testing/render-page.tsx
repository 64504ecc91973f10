import { QueryClientProvider } from '@tanstack/react-query';
import { type RenderResult, render } from '@testing-library/react';
import { AppRouterContext, type AppRouterInstance } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { PathnameContext, SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import type { ReactNode } from 'react';
import { Toaster } from '@/components/ui/toaster';
import { createQueryClient } from '@/lib/query-client';

type Page = RenderResult & { visited: string[] };

/** Draws something as on a page at the address; `visited` lists where it navigates to. */
export function renderPage(node: ReactNode, address = '/'): Page {
  const visited: string[] = [];
  const go = (href: string) => visited.push(href);
  const nothing = () => undefined;
  const router: AppRouterInstance = {
    push: go,
    replace: go,
    back: nothing,
    forward: nothing,
    refresh: nothing,
    prefetch: nothing,
    bfcacheId: '0',
  };
  const url = new URL(address, 'http://localhost');
  const queries = createQueryClient();
  queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, retry: false } });
  const page = render(
    <AppRouterContext value={router}>
      <PathnameContext value={url.pathname}>
        <SearchParamsContext value={url.searchParams}>
          <QueryClientProvider client={queries}>
            {node}
            <Toaster />
          </QueryClientProvider>
        </SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>,
  );
  return { ...page, visited };
}
