import { pods } from '@/lib/kind';
import { listPath } from '@/lib/place';
import { facts } from './stack/facts';
import { expect, test } from './stack/test';

test('one list shows the pods of every cluster, and each row where it is', async ({ page }) => {
  await page.goto(listPath(null, pods, { q: 'wrench' }));
  const rows = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'wrench', exact: true }) });
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ has: page.getByRole('link', { name: 'steady' }) })).toHaveCount(1);
  await rows.filter({ hasText: 'frail' }).getByRole('link', { name: 'wrench' }).click();
  await expect(page).toHaveURL(new RegExp(`/clusters/${facts().clusters.frail.id}/pods/tools/wrench$`));
});

test('the overview counts what needs attention and leads to it', async ({ page }) => {
  await page.goto('/dashboard');
  const clusters = page.getByRole('region', { name: 'Clusters' });
  await expect(clusters.getByRole('link', { name: /^steady.*Connected/ })).toBeVisible();
  await expect(clusters.getByRole('link', { name: /^frail.*Connected/ })).toBeVisible();
  await page.getByRole('link', { name: 'omega' }).first().click();
  await expect(page.getByRole('heading', { name: 'omega' })).toBeVisible();
});

test('the switcher takes the open kind from one cluster to another and to all of them', async ({ page }) => {
  const { steady, frail } = facts().clusters;
  await page.goto(listPath(steady.id, pods, { namespace: 'tools' }));
  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'Cluster', exact: true }).click();
    await page.getByRole('option', { name }).click();
  };
  await choose('frail');
  await expect(page).toHaveURL(listPath(frail.id, pods, { namespace: 'tools' }));
  await choose('All clusters');
  await expect(page).toHaveURL(/\/fleet\/pods/);
  await expect(page.getByRole('columnheader', { name: 'Cluster' })).toBeVisible();
});

test('a kind that no cluster serves is not taken for an empty list', async ({ page }) => {
  await page.goto('/fleet/frobs');
  await expect(page.getByText('No cluster serves frobs')).toBeVisible();
});
