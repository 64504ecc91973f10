import { facts } from './facts';

/** How many renewals of sessions the API has granted and refused since it started. */
export async function renewals(): Promise<{ done: number; refused: number }> {
  const text = await (await fetch(`${facts().api}/metrics`)).text();
  const lines = text.split('\n').filter((line) => /^argus_http_requests_total\{.*"\/api\/auth\/refresh"/.test(line));
  const counts = lines.map((line) => ({
    status: /status="(\d+)"/.exec(line)?.[1],
    count: Number(line.split(' ').at(-1)),
  }));
  const sum = (good: boolean) =>
    counts.filter(({ status }) => (status === '200') === good).reduce((total, { count }) => total + count, 0);
  return { done: sum(true), refused: sum(false) };
}
