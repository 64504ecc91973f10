import type { Page } from '@playwright/test';
import { expectAccessible } from './stack/axe';
import { facts } from './stack/facts';
import { expect, signedOut, test } from './stack/test';

test.use({ ...signedOut, viewport: { width: 390, height: 844 }, hasTouch: true });

/** Nothing on the page, nor in its main part, is wider than the screen. */
async function expectNoSidewaysScroll(page: Page) {
  const wide = await page.evaluate(() =>
    ['html', 'main', '[role="grid"]', '[role="dialog"]'].flatMap((selector) => {
      const element = document.querySelector(selector);
      return element && element.scrollWidth > element.clientWidth
        ? [`${selector}: ${element.scrollWidth} in ${element.clientWidth}`]
        : [];
    }),
  );
  expect(wide).toEqual([]);
}

test('on a phone: from the login to a pod and its log, without scrolling sideways', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/login/);
  await expectNoSidewaysScroll(page);
  await page.getByLabel('E-mail').fill(facts().admin.email);
  await page.getByLabel('Password').fill(facts().admin.password);
  await page.getByRole('button', { name: 'Sign in' }).tap();
  await expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'omega' }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page
    .getByRole('region', { name: 'Clusters' })
    .getByRole('link', { name: /^steady/ })
    .tap();
  await expect(page.getByRole('heading', { name: 'steady' })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Pods/ }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Menu', exact: true }).tap();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.getByRole('dialog').getByRole('link', { name: 'Pods' }).tap();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: 'alpha' })).toContainText('Running');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, 'the list on a phone');
  await page.getByRole('link', { name: 'alpha', exact: true }).tap();
  await expect(page.getByRole('heading', { name: 'alpha' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Containers' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  for (const tab of ['YAML', 'Events', 'Logs', 'Related']) {
    await page.getByRole('tab', { name: tab }).tap();
    await expect(page.getByRole('tabpanel')).not.toBeEmpty();
    await expectNoSidewaysScroll(page);
  }
});

test('on a phone: the clusters and the dialog that adds one fit', async ({ page }) => {
  await page.goto('/clusters?add=1');
  await page.getByLabel('E-mail').fill(facts().admin.email);
  await page.getByLabel('Password').fill(facts().admin.password);
  await page.getByRole('button', { name: 'Sign in' }).tap();
  await expect(page.getByRole('dialog', { name: 'Add a cluster' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Close' }).tap();
  await expect(page.getByRole('row').filter({ hasText: 'steady' })).toContainText('Connected');
  await expectNoSidewaysScroll(page);
});
