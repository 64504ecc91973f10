import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { useStreamedQuery } from './streamed-query';

/** The hook, and the questions it has asked; each is answered by calling one. */
function asked() {
  const client = new QueryClient();
  const answers: ((answer: string) => void)[] = [];
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const options = {
    queryKey: ['one'],
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  };
  const { result } = renderHook(() => useStreamedQuery(options), { wrapper });
  const answer = async (at: number, text: string) => {
    await waitFor(() => expect(answers.length).toBeGreaterThan(at));
    await act(async () => answers[at]?.(text));
  };
  return { result, answers, answer };
}

test('an answer is what it says where nothing was told', async () => {
  const { result, answers, answer } = asked();
  await answer(0, 'first');
  await waitFor(() => expect(result.current.data).toBe('first'));
  expect(answers).toHaveLength(1);
});

test('what was told while an answer was on its way stays', async () => {
  const { result, answers, answer } = asked();
  await answer(0, 'first');
  act(() => void result.current.refetch());
  await waitFor(() => expect(answers).toHaveLength(2));
  act(() => result.current.tell(() => 'told'));
  await answer(1, 'from before');
  await waitFor(() => expect(result.current.fetchStatus).toBe('idle'));
  expect(result.current.data).toBe('told');
});

test('so does what was told before the first answer', async () => {
  const { result, answer } = asked();
  act(() => result.current.tell(() => 'told'));
  await answer(0, 'from before');
  await waitFor(() => expect(result.current.fetchStatus).toBe('idle'));
  expect(result.current.data).toBe('told');
});

test('what cannot be told without data is asked for again', async () => {
  const { result, answer } = asked();
  act(() => result.current.tell((now) => now && `${now}, told`));
  await answer(0, 'from before');
  await answer(1, 'from after');
  await waitFor(() => expect(result.current.data).toBe('from after'));
});

test('a first answer on its way does not count as the reading that was asked for since', async () => {
  const { result, answer } = asked();
  act(() => void result.current.reread());
  await answer(0, 'from before');
  await answer(1, 'from after');
  await waitFor(() => expect(result.current.data).toBe('from after'));
});
