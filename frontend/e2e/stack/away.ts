import { expect } from './test';

/** How long what is taken away stays away at least: in the long form of the tests of faults a minute. */
const least = process.env.ARGUS_LONG === '1' ? 60_000 : 0;

/** Until it has been away long enough. */
export async function longEnough(since: number) {
  const away = () => Date.now() - since;
  await expect.poll(away, { timeout: least + 10_000 }).toBeGreaterThanOrEqual(least);
}
