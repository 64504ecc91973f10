import type { Page } from '@playwright/test';
import { pods } from '@/lib/kind';
import { listPath } from '@/lib/place';
import { facts } from './stack/facts';
import { expect, test } from './stack/test';

const list = () => listPath(facts().clusters.steady.id, pods);
const names = (page: Page) => page.getByRole('grid', { name: 'Pods' }).getByRole('row').getByRole('link');
const podLink = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

test('the namespace selector narrows the list, and the address keeps it', async ({ page }) => {
  await page.goto(list());
  await expect(podLink(page, 'alpha')).toBeVisible();
  await expect(podLink(page, 'wrench')).toBeVisible();
  await page.getByRole('button', { name: 'Namespace of the list' }).click();
  await page.getByRole('option', { name: 'tools' }).click();
  await expect(podLink(page, 'alpha')).toBeHidden();
  await expect(podLink(page, 'wrench')).toBeVisible();
  await expect(page).toHaveURL(/\?namespace=tools$/);
  await page.reload();
  await expect(podLink(page, 'wrench')).toBeVisible();
  await expect(podLink(page, 'alpha')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Namespace of the list' })).toHaveText('tools');
});

test('sorting by a column goes up, down and back', async ({ page }) => {
  await page.goto(`${list()}?namespace=shop&labelSelector=tier`);
  const header = page.getByRole('columnheader', { name: 'Status' });
  const shown = page.getByRole('grid').getByRole('link', { name: /^(alpha|omega)$/ });
  await expect(shown).toHaveText(['alpha', 'omega']);
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await expect(shown).toHaveText(['omega', 'alpha']);
  await expect(page).toHaveURL(/sort=Status/);
  await header.getByRole('button').click();
  await expect(shown).toHaveText(['alpha', 'omega']);
  await page.reload();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect(shown).toHaveText(['alpha', 'omega']);
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'none');
  await expect(page).not.toHaveURL(/sort=/);
});

test('text, column and label filters narrow together and come off one by one', async ({ page }) => {
  await page.goto(`${list()}?namespace=shop`);
  await expect(podLink(page, 'alpha')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter the list' }).fill('a');
  await expect(page).toHaveURL(/q=a/);
  await page.getByRole('button', { name: 'Add a filter' }).click();
  await page.getByLabel('Column', { exact: true }).selectOption('Status');
  await page.getByLabel('Condition').selectOption('is');
  await page.getByLabel('Value').fill('Pending');
  await page.getByRole('button', { name: 'Add filter' }).click();
  await expect(podLink(page, 'omega')).toBeVisible();
  await expect(podLink(page, 'alpha')).toBeHidden();
  await page.getByRole('button', { name: 'Add a filter' }).click();
  await page.getByLabel('Column', { exact: true }).selectOption('Labels');
  await page.getByLabel('Selector').fill('tier=front');
  await page.getByRole('button', { name: 'Filter by labels' }).click();
  await expect(page.getByText('No Pods match')).toBeVisible();
  await page.reload();
  const chips = page.getByRole('list', { name: 'Active filters' });
  await expect(chips.getByRole('listitem')).toHaveText(['labels: tier=front', 'Status = Pending']);
  await page.getByRole('button', { name: 'Remove the filter Status = Pending' }).click();
  await expect(podLink(page, 'alpha')).toBeVisible();
  await expect(podLink(page, 'omega')).toBeHidden();
  await expect(page.getByRole('searchbox', { name: 'Filter the list' })).toHaveValue('a');
});

test('the column chooser adds a column, here and for whoever opens the link', async ({ page }) => {
  await page.goto(`${list()}?namespace=shop`);
  await expect(podLink(page, 'alpha')).toBeVisible();
  const header = page.getByRole('columnheader', { name: 'Nominated Node' });
  await expect(header).toBeHidden();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Nominated Node' }).click();
  await page.keyboard.press('Escape');
  await expect(header).toBeVisible();
  await expect(page).toHaveURL(/columns=.*Nominated\+Node/);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(podLink(page, 'alpha')).toBeVisible();
  await expect(header).toBeVisible();
});

test('a row leads to its object, and back to the same list', async ({ page }) => {
  await page.goto(`${list()}?namespace=shop&sort=-name`);
  await podLink(page, 'omega').click();
  await expect(page.getByRole('heading', { name: 'omega' })).toBeVisible();
  await expect(page.getByText('not scheduled')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/namespace=shop&sort=-name$/);
  await expect(names(page).first()).not.toHaveText('alpha');
});

test('the texts of a row stand on one line', async ({ page }) => {
  await page.goto(`${list()}?namespace=shop`);
  const row = page.getByRole('row').filter({ has: podLink(page, 'alpha') });
  const middles = await row.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found: number[] = [];
    while (walker.nextNode()) {
      range.selectNodeContents(walker.currentNode);
      const { top, bottom } = range.getBoundingClientRect();
      found.push((top + bottom) / 2);
    }
    return found;
  });
  expect(middles.length).toBeGreaterThan(4);
  expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(0.6);
});

test('the press that closes the menu of a row opens nothing', async ({ page }) => {
  await page.goto(`${list()}?namespace=shop`);
  await page.getByRole('button', { name: 'Actions for alpha' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  const row = await page
    .getByRole('row')
    .filter({ has: podLink(page, 'omega') })
    .boundingBox();
  await page.mouse.click((row?.x ?? 0) + (row?.width ?? 0) / 2, (row?.y ?? 0) + (row?.height ?? 0) / 2);
  await expect(page.getByRole('menu')).toBeHidden();
  await podLink(page, 'omega').click();
  await expect(page).toHaveURL(/\/pods\/shop\/omega$/);
  await page.goBack();
  await expect(page).toHaveURL(/\?namespace=shop$/);
});
