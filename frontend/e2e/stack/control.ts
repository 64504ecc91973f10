import { facts } from './facts';

type Part = 'api' | 'frail';

async function ask(path: string) {
  const answer = await fetch(facts().control + path, { method: 'POST' });
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
}

/** Ends a part of the stack: the API gently, an apiserver with a kill. */
export function stop(part: Part): Promise<void> {
  return ask(`/${part}/stop`);
}

/** Ends the API as a crash would. */
export function kill(part: 'api'): Promise<void> {
  return ask(`/${part}/kill`);
}

/** Lets the API keep its connections and say nothing. */
export function pause(part: 'api'): Promise<void> {
  return ask(`/${part}/pause`);
}

export function resume(part: 'api'): Promise<void> {
  return ask(`/${part}/resume`);
}

/** Gives it back. The API is ready afterwards, an apiserver not yet. */
export function start(part: Part): Promise<void> {
  return ask(`/${part}/start`);
}
