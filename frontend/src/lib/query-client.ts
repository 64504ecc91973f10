import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from '@/lib/problem';

const transient = new Set([0, 502, 503, 504]);

function worthRetry(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof ProblemError && transient.has(error.status);
}

/** Reads are retried where another try can help; changes never are. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: worthRetry,
        retryDelay: (attempt) => Math.min(4000, 400 * 2 ** attempt) * (0.75 + Math.random() / 2),
        staleTime: 5_000,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}
