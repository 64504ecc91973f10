import { type KnownKind, knownKinds } from '@/lib/kind';
import { listPath } from '@/lib/place';
import { kubectl } from './stack/kubectl';
import { ownNamespace, steady } from './stack/namespace';
import { expect, test } from './stack/test';

const namespace = ownNamespace('pages');
const configMaps = knownKinds.find(({ resource }) => resource === 'configmaps') as KnownKind;
/** More than a page holds. */
const many = 230;

test.beforeAll(() => {
  const items = Array.from({ length: many }, (_, at) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `entry-${String(at).padStart(3, '0')}`, namespace },
  }));
  return kubectl(steady(), 'create --filename -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
});

test('what goes while the next page is on its way does not come back with it', async ({ page }) => {
  await page.goto(listPath(steady().id, configMaps, { namespace }));
  const grid = page.getByRole('grid');
  const last = page.getByRole('link', { name: 'entry-199', exact: true });
  await expect(page.getByRole('button', { name: 'Live stream: live' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'entry-000', exact: true })).toBeVisible();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = false;
  await page.route(/[?&]cursor=/, async (route) => {
    const response = await route.fetch();
    asked = true;
    await held;
    await route.fulfill({ response });
  });
  await grid.hover();
  await page.mouse.wheel(0, 1_000_000);
  await expect(last).toBeVisible();
  await expect.poll(() => asked).toBe(true);
  await kubectl(steady(), `delete configmap entry-199 -n ${namespace}`);
  // What is gone stays where it was, but leads nowhere.
  const row = page.getByRole('row').filter({ hasText: 'entry-199' });
  await expect(row).toBeVisible();
  await expect(last).toBeHidden();
  release();
  await expect(page.getByText(/^\d+ of \d+, loading more/)).toBeHidden();
  await expect(page.getByRole('link', { name: 'entry-200', exact: true })).toBeAttached();
  await expect(row).toBeVisible();
  await expect(last).toBeHidden();
});
