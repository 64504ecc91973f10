import type { Page } from '@playwright/test';
import { pods } from '@/lib/kind';
import { listPath, objectPath } from '@/lib/place';
import { kubectl } from './stack/kubectl';
import { createPod, ownNamespace, steady } from './stack/namespace';
import { expect, test } from './stack/test';

const namespace = ownNamespace('arrivals');

async function openEmptyList(page: Page) {
  await page.goto(listPath(steady().id, pods, { namespace }));
  await expect(page.getByText(`No Pods in namespace ${namespace}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Live stream: live' })).toBeVisible();
}

test('a pod that kubectl creates appears within 2 s, changes, and goes', async ({ page }) => {
  await openEmptyList(page);
  await createPod(namespace, 'newcomer');
  const began = performance.now();
  const link = page.getByRole('link', { name: 'newcomer', exact: true });
  await link.waitFor();
  const took = Math.round(performance.now() - began);
  test.info().annotations.push({ type: 'milliseconds until the row', description: String(took) });
  expect(took, 'milliseconds from the return of kubectl to the row').toBeLessThan(2000);
  const row = page.getByRole('row').filter({ has: link });
  await expect(row).toContainText('Running');
  await kubectl(steady(), `label pod newcomer -n ${namespace} seen=yes`);
  await kubectl(steady(), `delete pod newcomer -n ${namespace} --wait=false`);
  await expect(link).toBeHidden();
  await expect(page.getByText(`No Pods in namespace ${namespace}`)).toBeVisible();
});

test('new rows wait while the pointer rests on the list, and come when asked for', async ({ page }) => {
  await createPod(namespace, 'first');
  await page.goto(listPath(steady().id, pods, { namespace }));
  await page.getByRole('link', { name: 'first', exact: true }).hover();
  await createPod(namespace, 'another');
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'another', exact: true })).toBeHidden();
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(page.getByRole('link', { name: 'another', exact: true })).toBeVisible();
});

test('the page of an object follows its changes and says when it is deleted', async ({ page }) => {
  await createPod(namespace, 'watched');
  await page.goto(objectPath(pods, { cluster: steady().id, namespace, name: 'watched' }));
  await expect(page.getByRole('heading', { name: 'watched' })).toBeVisible();
  await kubectl(steady(), `label pod watched -n ${namespace} mood=curious`);
  await expect(page.getByRole('listitem').filter({ hasText: 'mood = curious' })).toBeVisible();
  await kubectl(steady(), `delete pod watched -n ${namespace} --wait=false`);
  await expect(page.getByText('This object was deleted.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit' })).toBeHidden();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(page).toHaveURL(listPath(steady().id, pods, { namespace }));
});
