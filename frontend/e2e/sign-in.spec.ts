import type { Page } from '@playwright/test';
import { facts } from './stack/facts';
import { expect, signedOut, test } from './stack/test';

test.use(signedOut);

async function fill(page: Page, password: string) {
  await page.getByLabel('E-mail').fill(facts().admin.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a page that needs a session leads to the login and then to itself', async ({ page }) => {
  const wanted = `/clusters/${facts().clusters.steady.id}/pods?namespace=shop`;
  await page.goto(wanted);
  await expect(page).toHaveURL(`/login?${new URLSearchParams({ next: wanted })}`);
  await fill(page, facts().admin.password);
  await expect(page).toHaveURL(wanted);
  await expect(page.getByRole('link', { name: 'alpha', exact: true })).toBeVisible();
});

test('a wrong password is refused in words, and the right one works afterwards', async ({ page }) => {
  await page.goto('/login');
  await fill(page, 'not the password');
  await expect(page.getByText('E-mail or password is wrong')).toBeVisible();
  await expect(page).toHaveURL('/login');
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('argus_session');
  await fill(page, facts().admin.password);
  await expect(page).toHaveURL('/dashboard');
});

test('a link to another site is not where the login leads', async ({ page }) => {
  await page.goto('/login?next=//evil.example/x');
  await fill(page, facts().admin.password);
  await expect(page).toHaveURL('/dashboard');
});

test('signing out ends the session, here and on the server', async ({ page }) => {
  await page.goto('/login');
  await fill(page, facts().admin.password);
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  const kept = (await page.context().cookies()).filter(({ name }) => name.startsWith('argus_'));
  await page.getByRole('button', { name: 'User menu' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/login');
  await page.goto('/clusters');
  await expect(page).toHaveURL('/login?next=%2Fclusters');
  await page.context().addCookies(kept);
  expect((await page.request.get('/api/auth/me')).status()).toBe(401);
});
