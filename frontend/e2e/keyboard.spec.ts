import type { Page } from '@playwright/test';
import { deployments, pods } from '@/lib/kind';
import { listPath, objectPath } from '@/lib/place';
import { steady } from './stack/namespace';
import { expect, test } from './stack/test';

const list = () => listPath(steady().id, pods, { namespace: 'shop' });

async function open(page: Page) {
  await page.goto(list());
  await expect(page.getByRole('link', { name: 'alpha', exact: true })).toBeVisible();
}

/** The row that the grid calls active. */
async function active(page: Page): Promise<string> {
  return page.getByRole('grid').evaluate((grid) => {
    const id = grid.getAttribute('aria-activedescendant');
    return (id && document.getElementById(id)?.querySelector('a')?.textContent) ?? '';
  });
}

test('`/` filters, Escape empties the filter and leaves it', async ({ page }) => {
  await open(page);
  const field = page.getByRole('searchbox', { name: 'Filter the list' });
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('omeg');
  await expect(page.getByRole('link', { name: 'alpha', exact: true })).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(field).not.toBeFocused();
  await expect(field).toHaveValue('');
  await expect(page.getByRole('link', { name: 'alpha', exact: true })).toBeVisible();
});

test('j and k move, Space previews, Enter opens, Escape goes back', async ({ page }) => {
  await open(page);
  await page.keyboard.press('j');
  await expect.poll(() => active(page)).toBe('alpha');
  await page.keyboard.press('j');
  await expect.poll(() => active(page)).toBe('omega');
  await page.keyboard.press('k');
  await expect.poll(() => active(page)).toBe('alpha');
  await page.keyboard.press('Space');
  await expect(page.getByRole('dialog', { name: 'alpha' })).toContainText('Containers');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('grid')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(objectPath(pods, { cluster: steady().id, namespace: 'shop', name: 'alpha' }));
  await expect(page.getByRole('heading', { name: 'alpha' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(list());
});

test('x selects, Escape gives the selection up', async ({ page }) => {
  await open(page);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('1 pod selected');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeHidden();
});

test('`g d` goes to deployments, `?` shows every shortcut', async ({ page }) => {
  await open(page);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page).toHaveURL(listPath(steady().id, deployments));
  await expect(page.getByRole('link', { name: 'web', exact: true })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Deployments');
});
