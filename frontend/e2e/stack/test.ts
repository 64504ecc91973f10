import { test as base, expect, type Page } from '@playwright/test';
import { facts } from './facts';

type State = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

export { expect };

/** Tests begin signed in, with one session for all of them: signing in is throttled, as it should be. */
export const test = base.extend<object, { session: { address: string; state: State } }>({
  session: [
    async ({ playwright }, use) => {
      const { dashboard, admin } = facts();
      const request = await playwright.request.newContext({ baseURL: dashboard });
      const answer = await request.post('/api/auth/login', { data: admin });
      expect(answer.status(), await answer.text()).toBe(200);
      await use({ address: dashboard, state: await request.storageState() });
      await request.dispose();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ session }, use) => use(session.address),
  storageState: ({ session }, use) => use(session.state),
});

/** For `test.use`: a browser that has never been here. */
export const signedOut = { storageState: { cookies: [], origins: [] } };

/** Gives the page a session of its own, for tests that may end or renew it. */
export async function ownSession(page: Page) {
  const { dashboard, admin } = facts();
  await page.context().clearCookies();
  const answer = await page.request.post('/api/auth/login', { data: admin, headers: { origin: dashboard } });
  expect(answer.status(), await answer.text()).toBe(200);
}

type Person = { email: string; password: string };

/** Signs in as a person does; `next` is where to go first, null where the login is shown already. */
export async function signIn(page: Page, next: string | null, { email, password }: Person = facts().admin) {
  if (next !== null) await page.context().clearCookies();
  if (next !== null) await page.goto(next);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/\/login/);
}
