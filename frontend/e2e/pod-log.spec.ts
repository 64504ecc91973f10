import { pods } from '@/lib/kind';
import { objectPath } from '@/lib/place';
import { kubectl } from './stack/kubectl';
import { steady } from './stack/namespace';
import { expect, test } from './stack/test';

const address = () => objectPath(pods, { cluster: steady().id, namespace: 'shop', name: 'alpha' }, 'logs');

test('the log of a pod is the one that kubectl shows, and it grows', async ({ page }) => {
  await page.goto(address());
  await expect(page.getByText('Following')).toBeVisible();
  const lines = page.getByRole('region', { name: 'Log of main' });
  const count = async () => Number((await page.getByText(/^[\d,]+ lines/).textContent())?.replace(/\D/g, ''));
  await expect.poll(count).toBeGreaterThan(10);
  const before = await count();
  await expect.poll(count).toBeGreaterThan(before);
  const [last] = (await kubectl(steady(), 'logs alpha -n shop --tail=1')).trim().split('\n');
  await expect(lines).toContainText(last ?? 'a line');
});

test('searching the log keeps the lines that match', async ({ page }) => {
  const said = await kubectl(steady(), 'logs alpha -n shop --tail=1');
  const word = said.match(/[A-Za-z]{4,}/)?.[0] ?? '';
  await page.goto(address());
  await expect(page.getByText('Following')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type(word);
  await expect(page.getByRole('searchbox', { name: 'Search the log' })).toHaveValue(word);
  await expect(page.getByRole('region', { name: 'Log of main' }).locator('mark').first()).toHaveText(
    new RegExp(word, 'i'),
  );
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('no line says this');
  await expect(page.getByText('No line contains “no line says this”')).toBeVisible();
});
