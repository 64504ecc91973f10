import type { Page } from '@playwright/test';
import { changed, execUser, kubeconfigText } from './stack/kubeconfig';
import { steady } from './stack/namespace';
import { expect, test } from './stack/test';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Add a cluster' });
const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

async function remove(page: Page, name: string) {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Remove from Argus' }).click();
  const question = page.getByRole('dialog', { name: `Remove ${name}` });
  const sure = question.getByRole('button', { name: `Remove ${name}` });
  await expect(sure).toBeDisabled();
  await question.getByRole('textbox').fill(name);
  await sure.click();
  await expect(row(page, name)).toBeHidden();
}

test('a pasted kubeconfig: choose the context, test it, save it, remove it again', async ({ page }) => {
  await page.goto('/clusters');
  await page.getByRole('button', { name: 'Add cluster' }).click();
  const text = changed(steady(), (config) => {
    config.users.push({ name: 'cloud', user: execUser });
    config.contexts.push({ name: 'cloud', context: { cluster: steady().name, user: 'cloud' } });
    config.contexts.push({ name: 'Team/Second_View', context: { cluster: steady().name, user: 'steady-admin' } });
    config['current-context'] = 'cloud';
  });
  await dialog(page).getByRole('textbox', { name: 'Kubeconfig' }).fill(text);
  await expect(dialog(page).getByRole('radio', { name: /^cloud/ })).toBeDisabled();
  await expect(dialog(page).getByRole('radio', { name: /^steady/ })).toBeChecked();
  await dialog(page)
    .getByRole('radio', { name: /^Team\/Second_View/ })
    .check();
  await expect(dialog(page).getByLabel('Name')).toHaveValue('second-view');
  await dialog(page).getByLabel('Labels').fill('team=ops');
  await dialog(page).getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog(page).getByText(/^Kubernetes v1\.\d+\.\d+ · 2 nodes · \d+ ms$/)).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Add second-view' }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(row(page, 'second-view')).toContainText('Connected');
  await expect(row(page, 'second-view')).toContainText('team=ops');
  await remove(page, 'second-view');
});

test('a kubeconfig dropped as a file', async ({ page }) => {
  await page.goto('/clusters?add=1');
  const field = dialog(page).getByRole('textbox', { name: 'Kubeconfig' });
  const dataTransfer = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'config'));
    return transfer;
  }, kubeconfigText(steady()));
  await field.dispatchEvent('drop', { dataTransfer });
  await expect(field).toHaveValue(/current-context: steady/);
  await dialog(page).getByLabel('Name').fill('dropped');
  await dialog(page).getByRole('button', { name: 'Add dropped' }).click();
  await expect(row(page, 'dropped')).toContainText('Connected');
  await row(page, 'dropped').getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'dropped' })).toBeVisible();
  await page.goto('/clusters');
  await remove(page, 'dropped');
});

test('a cluster gets another name and other labels', async ({ page }) => {
  await page.goto('/clusters');
  await page.getByRole('button', { name: 'Actions for frail' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByLabel('Labels').fill('use=frail, region=north');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'frail')).toContainText('region=north');
  await page.reload();
  await expect(row(page, 'frail')).toContainText('region=north');
});
