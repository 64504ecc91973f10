import type { Page } from '@playwright/test';
import { type KnownKind, knownKinds, pods } from '@/lib/kind';
import { listPath } from '@/lib/place';
import { kubectl } from './stack/kubectl';
import { createPod, ownNamespace, steady } from './stack/namespace';
import { expect, test } from './stack/test';

const namespace = ownNamespace('views');
const configMaps = knownKinds.find(({ resource }) => resource === 'configmaps') as KnownKind;
const many = 120;

test.beforeAll(async () => {
  await createPod(namespace, 'early');
  await createPod(namespace, 'late');
  const items = Array.from({ length: many }, (_, at) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `entry-${String(at).padStart(3, '0')}`, namespace },
  }));
  await kubectl(steady(), 'create --filename -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
});

const sorted = (page: Page, by: string) => page.getByRole('columnheader', { name: by, exact: true });

test('"back" undoes a sort, then a filter, and then leaves the list', async ({ page }) => {
  const list = listPath(steady().id, pods, { namespace });
  await page.goto('/clusters');
  await expect(page.getByRole('link', { name: 'steady', exact: true })).toBeVisible();
  await page.goto(list);
  await expect(page.getByRole('link', { name: 'early', exact: true })).toBeVisible();
  await page.getByLabel('Filter the list').pressSequentially('late', { delay: 250 });
  await expect(page.getByRole('link', { name: 'early', exact: true })).toBeHidden();
  await sorted(page, 'Name').getByRole('button').click();
  await expect(sorted(page, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  await page.goBack();
  await expect(sorted(page, 'Name')).toHaveAttribute('aria-sort', 'none');
  await expect(page.getByLabel('Filter the list')).toHaveValue('late');
  await page.goBack();
  await expect(page.getByLabel('Filter the list')).toHaveValue('');
  await expect(page.getByRole('link', { name: 'early', exact: true })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/clusters');
  await page.goForward();
  await expect(page.getByRole('link', { name: 'early', exact: true })).toBeVisible();
  await page.goForward();
  await expect(page.getByLabel('Filter the list')).toHaveValue('late');
});

test('"back" from an object shows the rows that one left, with the same one active', async ({ page }) => {
  await page.goto(listPath(steady().id, configMaps, { namespace }));
  const grid = page.getByRole('grid');
  await expect(page.getByRole('link', { name: 'entry-000', exact: true })).toBeVisible();
  await grid.evaluate((element) => {
    element.scrollTop = 70 * 32;
  });
  const left = page.getByRole('link', { name: 'entry-080', exact: true });
  await left.click();
  await expect(page.getByRole('heading', { name: 'entry-080' })).toBeVisible();
  await page.goBack();
  await expect(left).toBeInViewport();
  await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBe(70 * 32);
  const active = await grid.getAttribute('aria-activedescendant');
  await expect(page.locator(`[id="${active}"]`)).toContainText('entry-080');
  await page.reload();
  await expect(left).toBeInViewport();
  await page.getByRole('link', { name: 'ConfigMaps', exact: true }).first().click();
  await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBe(0);
});
