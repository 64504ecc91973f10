import type { Page } from '@playwright/test';
import { deployments, pods } from '@/lib/kind';
import { clusterPath, listPath, objectPath } from '@/lib/place';
import { steady } from './stack/namespace';
import { expect, test } from './stack/test';

async function search(page: Page, text: string) {
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Search clusters, kinds and objects' });
  await expect(field).toBeFocused();
  await field.fill(text);
}

const option = (page: Page, name: RegExp) =>
  page.getByRole('listbox', { name: 'Results' }).getByRole('option', { name });

test('the palette goes to an object, a cluster and a kind', async ({ page }) => {
  await page.goto(listPath(steady().id, pods));
  await expect(page.getByRole('link', { name: 'alpha', exact: true })).toBeVisible();
  await search(page, 'alpha');
  await option(page, /^alpha Pod · shop · steady$/).click();
  await expect(page).toHaveURL(objectPath(pods, { cluster: steady().id, namespace: 'shop', name: 'alpha' }));
  await search(page, 'steady');
  await expect(option(page, /^steady/).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(clusterPath(steady().id));
  await search(page, 'deploym');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(listPath(steady().id, deployments));
});

test('the palette says when nothing is called that, and Escape closes it', async ({ page }) => {
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await search(page, 'zzz-nothing');
  await expect(page.getByText('Nothing is called “zzz-nothing”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});
