import { clusterTabs } from '@/features/cluster-detail/kind-tabs';
import { nodes } from '@/lib/kind';
import { clusterPath, listPath } from '@/lib/place';
import { argus } from './stack/argus';
import { steady } from './stack/namespace';
import { expect, signedOut, signIn, test } from './stack/test';

test.use(signedOut);

const person = { email: `narrow-${process.pid}@argus.test`, password: 'a narrow password of the browser tests' };

test.beforeAll(() =>
  argus(`user add ${person.email} --role viewer --cluster steady --namespace shop --password-stdin`, person.password),
);

test('who may see one namespace is shown no numbers of what is hidden, and no page asks in vain', async ({ page }) => {
  const refused: string[] = [];
  page.on('response', (answer) => answer.status() === 403 && refused.push(answer.url()));
  await signIn(page, '/dashboard', person);
  const totals = page.getByRole('main').getByRole('listitem');
  await expect(totals.filter({ hasText: /^Nodes/ })).toHaveText('Nodesnot allowed');
  await expect(totals.filter({ hasText: /^Pods/ })).toContainText(/[1-9]/);
  for (const { id, title } of clusterTabs) {
    await page.goto(`${clusterPath(steady().id)}?tab=${id}`);
    await expect(page.getByRole('link', { name: title, exact: true }).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
  }
  await page.goto(clusterPath(steady().id));
  await expect(page.getByText('You may not see nodes')).toBeVisible();
  expect(refused).toEqual([]);
  await page.goto(listPath(steady().id, nodes));
  await expect(page.getByRole('alert').filter({ hasText: 'You may not see Nodes' })).toBeVisible();
});
