import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { useStreamedQuery } from './streamed-query';

type Answer = { says: (text: string) => void; fails: (problem: Error) => void };

/** The hook, and the questions it has asked; `answer` and `refuse` wait for one and answer it. */
function asked() {
  const client = new QueryClient();
  const answers: Answer[] = [];
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const options = {
    queryKey: ['one'],
    queryFn: () => new Promise<string>((says, fails) => answers.push({ says, fails })),
    retry: false,
  };
  const { result } = renderHook(() => useStreamedQuery(options), { wrapper });
  const there = (at: number) => waitFor(() => expect(answers.length).toBeGreaterThan(at));
  const answer = async (at: number, text: string) => {
    await there(at);
    await act(async () => answers[at]?.says(text));
  };
  const refuse = async (at: number) => {
    await there(at);
    await act(async () => answers[at]?.fails(new Error('not found')));
  };
  const rests = () => waitFor(() => expect(result.current.fetchStatus).toBe('idle'));
  return { result, answers, there, answer, refuse, rests };
}

test('an answer is what it says where nothing was told', async () => {
  const { result, answers, answer, rests } = asked();
  await answer(0, 'first');
  await rests();
  expect(result.current.data).toBe('first');
  expect(answers).toHaveLength(1);
});

test('what was told while an answer was on its way stays until there is one from after it', async () => {
  const { result, answers, there, answer, rests } = asked();
  await answer(0, 'first');
  await rests();
  act(() => void result.current.refetch());
  await there(1);
  act(() => result.current.tell(() => 'told'));
  await answer(1, 'from before');
  expect(result.current.data).toBe('told');
  await answer(2, 'from after');
  await rests();
  expect(result.current.data).toBe('from after');
  expect(answers).toHaveLength(3);
});

test('so does what was told before the first answer', async () => {
  const { result, answer } = asked();
  act(() => result.current.tell(() => 'told'));
  await answer(0, 'from before');
  expect(result.current.data).toBe('told');
});

test('a first answer on its way does not count as the reading that was asked for since', async () => {
  const { result, answer } = asked();
  act(() => void result.current.reread());
  await answer(0, 'from before');
  await answer(1, 'from after');
  await waitFor(() => expect(result.current.data).toBe('from after'));
});

test('a reading that was asked for is not given up for what is told with it', async () => {
  const { result, answer, rests } = asked();
  await answer(0, 'old');
  await rests();
  act(() => {
    void result.current.reread();
    result.current.tell((now) => `${now}, told`);
  });
  await answer(1, 'perhaps from before');
  await answer(2, 'new');
  await rests();
  expect(result.current.data).toBe('new');
});

test('a refusal from before something was told is not taken either', async () => {
  const { result, answer, refuse, rests } = asked();
  act(() => result.current.tell(() => 'told'));
  await refuse(0);
  await answer(1, 'found');
  await rests();
  expect(result.current.data).toBe('found');
  expect(result.current.isError).toBe(false);
});

test('what is told all the time is not asked for without end', async () => {
  const { result, answers, there, answer, rests } = asked();
  for (const at of [0, 1, 2]) {
    await there(at);
    act(() => result.current.tell(() => `told ${at}`));
    await answer(at, 'from before');
  }
  await rests();
  expect(result.current.data).toBe('told 2');
  expect(answers).toHaveLength(3);
});
