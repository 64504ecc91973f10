import type { BrowserContext, Page } from '@playwright/test';
import { pods } from '@/lib/kind';
import { listPath, objectPath } from '@/lib/place';
import { argus } from './stack/argus';
import { pause, resume } from './stack/control';
import { facts } from './stack/facts';
import { renewals } from './stack/metrics';
import { createPod, ownNamespace, steady } from './stack/namespace';
import { expect, ownSession, signedOut, signIn, test } from './stack/test';
import { deployed, openYaml, retype, yamlLine } from './stack/yaml-editor';

const namespace = ownNamespace('sessions');
const here = () => listPath(steady().id, pods, { namespace });
const row = (page: Page) => page.getByRole('link', { name: 'lasting', exact: true });

test.beforeAll(() => createPod(namespace, 'lasting'));
test.beforeEach(({ page }) => ownSession(page));

function refusals(context: BrowserContext): string[] {
  const seen: string[] = [];
  context.on('response', (answer) => answer.status() === 401 && seen.push(answer.url()));
  return seen;
}

/** What the browser has when ten minutes went by, as far as the server can tell: no access token that is good. */
async function expire(context: BrowserContext) {
  await context.clearCookies({ name: 'argus_access' });
}

test('two tabs whose token expired renew it once, however often both ask at the same moment', async ({ page }) => {
  const context = page.context();
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto(here());
  for (const tab of [page, other]) await expect(row(tab)).toBeVisible();
  const before = await renewals();
  for (let round = 1; round <= 5; round += 1) {
    await expire(context);
    await Promise.all([page, other].map((tab) => tab.reload()));
    for (const tab of [page, other]) await expect(row(tab)).toBeVisible();
    expect(await renewals()).toEqual({ done: before.done + round, refused: before.refused });
  }
  expect((await context.request.get('/api/auth/me')).status()).toBe(200);
});

test('the live stream and what the page reads share one renewal, and the page is not loaded again', async ({
  page,
}) => {
  await page.goto(here());
  await expect(page.getByRole('button', { name: 'Live stream: live' })).toBeVisible();
  const before = await renewals();
  await expire(page.context());
  await page.context().setOffline(true);
  await expect(page.getByText('Connection lost.')).toBeVisible();
  await createPod(namespace, 'meanwhile');
  await page.context().setOffline(false);
  await expect(page.getByRole('link', { name: 'meanwhile', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Live stream: live' })).toBeVisible();
  expect(await renewals()).toEqual({ done: before.done + 1, refused: before.refused });
});

test('a page opened after the token expired renews it first, so that nothing is refused', async ({ page }) => {
  await signIn(page, here());
  await expect(row(page)).toBeVisible();
  const refused = refusals(page.context());
  const before = await renewals();
  await page.clock.setFixedTime(Date.now() + 11 * 60_000);
  await expire(page.context());
  await page.reload();
  await expect(row(page)).toBeVisible();
  expect(await renewals()).toEqual({ done: before.done + 1, refused: before.refused });
  expect(refused).toEqual([]);
});

test('a page that is loaded again while it renews waits for the tokens that are under way', async ({ page }) => {
  await signIn(page, here());
  await expect(row(page)).toBeVisible();
  const before = await renewals();
  const sent = page.waitForRequest(/\/api\/auth\/refresh$/);
  await pause('api');
  try {
    await page.clock.setFixedTime(Date.now() + 11 * 60_000);
    await sent;
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Pods' })).toBeVisible();
  } finally {
    await resume('api');
  }
  await expect(row(page)).toBeVisible();
  expect(await renewals()).toEqual({ done: before.done + 1, refused: before.refused });
  expect((await page.request.get('/api/auth/me')).status()).toBe(200);
});

test('signing out in one tab is seen by the other, which can come back to where it was', async ({ page }) => {
  await signIn(page, here());
  const other = await page.context().newPage();
  await other.goto('/clusters');
  await expect(other.getByRole('heading', { name: 'Clusters' })).toBeVisible();
  await other.getByRole('button', { name: 'User menu' }).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`/login?${new URLSearchParams({ next: here() })}`, { timeout: 5_000 });
});

test('a tab does not go on with the rows of one person and the session of another', async ({ page }) => {
  const email = `${namespace}@argus.test`;
  const password = 'another password of the browser tests';
  await argus(`user add ${email} --role viewer --password-stdin`, password);
  await signIn(page, here());
  await expect(page.getByRole('button', { name: 'Actions for lasting' }).first()).toBeVisible();
  const other = await page.context().newPage();
  await other.context().clearCookies();
  await signIn(other, '/clusters', { email, password });
  // It may have seen that it has no session before there was another: then it asks for one, which is as good.
  await expect(async () => {
    if (await page.getByRole('heading', { name: 'Sign in to Argus' }).isVisible()) return;
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'User menu' }).click({ timeout: 2_000 });
    await expect(page.getByText(email).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 15_000 });
});

test('a session that an administrator ended leads to the login, and from there back', async ({ page }) => {
  const email = `ended-${namespace}@argus.test`;
  const password = 'one more password of the browser tests';
  await argus(`user add ${email} --role viewer --password-stdin`, password);
  await page.context().clearCookies();
  await signIn(page, here(), { email, password });
  await expect(row(page)).toBeVisible();
  const again = 'the password that an administrator gave';
  await argus(`user reset-password ${email} --password-stdin`, again);
  await expect(page).toHaveURL(`/login?${new URLSearchParams({ next: here() })}`);
  await signIn(page, null, { email, password: again });
  await expect(row(page)).toBeVisible();
});

test('a refresh token that was stolen and used ends the session, and the page says so by asking to sign in', async ({
  page,
  playwright,
}) => {
  await page.goto(objectPath(pods, { cluster: steady().id, namespace, name: 'lasting' }));
  await expect(page.getByRole('heading', { name: 'lasting' })).toBeVisible();
  const refresh = (await page.context().cookies(`${facts().dashboard}/api/auth`)).find(
    ({ name }) => name === 'argus_refresh',
  );
  const thief = await playwright.request.newContext({ baseURL: facts().dashboard, ...signedOut });
  const stolen = { refresh_token: refresh?.value };
  expect((await thief.post('/api/auth/refresh', { data: stolen })).status()).toBe(200);
  await thief.dispose();
  await expire(page.context());
  await expect(page).toHaveURL(/\/login\?next=/);
});

test('a session that ends over unsaved text is begun anew in its place, and the text can be applied', async ({
  page,
}) => {
  const email = `typing-${namespace}@argus.test`;
  await argus(`user add ${email} --role admin --password-stdin`, 'a password for somebody who types');
  await signIn(page, '/clusters', { email, password: 'a password for somebody who types' });
  await openYaml(page, namespace, 'kept', 1);
  await retype(page, 'replicas: 1', 'replicas: 3');
  const again = 'the next password for somebody who types';
  await argus(`user reset-password ${email} --password-stdin`, again);
  const dialog = page.getByRole('dialog', { name: 'Your session is over' });
  await expect(dialog).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(yamlLine(page, 'replicas: 3')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog.getByLabel('E-mail')).toHaveValue(email);
  await dialog.getByLabel('Password').fill(again);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByText('Applied to kept')).toBeVisible();
  expect(await deployed(namespace, 'kept', '.spec.replicas')).toBe('3');
  await expect(page.getByRole('button', { name: 'Live stream: live' })).toBeVisible();
});
