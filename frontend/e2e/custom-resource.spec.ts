import { clusterPath } from '@/lib/place';
import { kubectl } from './stack/kubectl';
import { steady } from './stack/namespace';
import { expect, test } from './stack/test';

test('a kind that Argus has never heard of is listed with its own columns, live', async ({ page }) => {
  await page.goto(`${clusterPath(steady().id)}?tab=custom`);
  const group = page.getByRole('region', { name: 'delivery.argus.dev' });
  await expect(group.getByRole('link', { name: /^Release/ })).toContainText('2');
  await group.getByRole('link', { name: /^Release/ }).click();
  await expect(page).toHaveURL(/\/releases\.v1alpha1\.delivery\.argus\.dev$/);
  for (const name of ['Service', 'Version', 'Stage', 'Traffic']) {
    await expect(page.getByRole('columnheader', { name })).toBeVisible();
  }
  await expect(page.getByRole('columnheader', { name: 'Owner' })).toBeHidden();
  await page.getByRole('columnheader', { name: 'Traffic' }).getByRole('button').click();
  const names = page.getByRole('grid').getByRole('link', { name: /^cart-/ });
  await expect(names).toHaveText(['cart-3', 'cart-2']);
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'cart-3' }) });
  await expect(row).toContainText('canary');
  await kubectl(steady(), 'patch release cart-3 -n shop --type=merge -p {"spec":{"stage":"live"}}');
  await expect(row).toContainText('live');
  await kubectl(steady(), 'patch release cart-3 -n shop --type=merge -p {"spec":{"stage":"canary"}}');
  await expect(row).toContainText('canary');
  await row.getByRole('link', { name: 'cart-3' }).click();
  await expect(page.getByRole('heading', { name: 'cart-3' })).toBeVisible();
  await expect(page.getByText('grace', { exact: true })).toBeVisible();
});
