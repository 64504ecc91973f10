import { pods } from '@/lib/kind';
import { listPath, objectPath } from '@/lib/place';
import { kubectl } from './stack/kubectl';
import { createPod, ownNamespace, steady } from './stack/namespace';
import { expect, test } from './stack/test';

const namespace = ownNamespace('removals');
const names = () => kubectl(steady(), `get pods -n ${namespace} -o name`);

test('an object goes only after its name was typed', async ({ page }) => {
  await createPod(namespace, 'doomed');
  await page.goto(objectPath(pods, { cluster: steady().id, namespace, name: 'doomed' }));
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const question = page.getByRole('dialog', { name: 'Delete Pod doomed' });
  const sure = question.getByRole('button', { name: 'Delete 1 pod' });
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(page.getByRole('button', { name: 'More actions' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await question.getByRole('textbox').fill('doome');
  await expect(sure).toBeDisabled();
  await question.getByRole('textbox').fill('doomed');
  await sure.click();
  await expect(page).toHaveURL(listPath(steady().id, pods, { namespace }));
  await expect(page.getByText('Deleted Pod doomed')).toBeVisible();
  await expect.poll(names).not.toContain('pod/doomed');
});

test('selected rows go together, the others stay', async ({ page }) => {
  await Promise.all(['one', 'two', 'three'].map((name) => createPod(namespace, name)));
  await page.goto(listPath(steady().id, pods, { namespace }));
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  for (const name of ['one', 'three']) await row(name).getByRole('checkbox').click();
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await expect(bar).toContainText('2 pods selected');
  await bar.getByRole('button', { name: 'Delete…' }).click();
  const question = page.getByRole('dialog', { name: 'Delete 2 pods' });
  await expect(question.getByRole('listitem')).toHaveText([/one$/, /three$/]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(bar).toBeVisible();
  await bar.getByRole('button', { name: 'Delete…' }).click();
  await question.getByRole('button', { name: 'Delete 2 pods' }).click();
  await expect(question).toBeHidden();
  await expect(bar).toBeHidden();
  await page.getByRole('heading', { name: 'Pods' }).hover();
  await expect(row('one')).toBeHidden();
  await expect(row('three')).toBeHidden();
  await expect(row('two')).toBeVisible();
  await expect.poll(names).toBe('pod/two\n');
});
