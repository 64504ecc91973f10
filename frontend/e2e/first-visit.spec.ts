import { pods } from '@/lib/kind';
import { listPath } from '@/lib/place';
import { expect, test } from './stack/test';

/** Of compressed bodies. The editor, the menus and the panels load when they are used. */
const mostScript = 200_000;

test('a first visit to a list loads at most 200 kB of scripts', async ({ page }) => {
  await page.goto(listPath(null, pods));
  await expect(page.getByRole('rowgroup').getByRole('row').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  const sizes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map((entry) => entry as PerformanceResourceTiming)
      .filter(({ name, decodedBodySize }) => /\.js(\?|$)/.test(name) && decodedBodySize > 0)
      .map(({ encodedBodySize, decodedBodySize }) => ({ encodedBodySize, decodedBodySize })),
  );
  expect(sizes.some(({ encodedBodySize, decodedBodySize }) => encodedBodySize < decodedBodySize)).toBe(true);
  expect(sizes.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)).toBeLessThanOrEqual(mostScript);
});
