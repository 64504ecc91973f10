import type { Page } from '@playwright/test';
import { changed, execUser, type Kubeconfig, kubeconfigText } from './stack/kubeconfig';
import { steady } from './stack/namespace';
import { expect, test } from './stack/test';

const kubeconfig = (page: Page) => page.getByRole('textbox', { name: 'Kubeconfig' });

async function open(page: Page) {
  await page.goto('/clusters?add=1');
  await expect(kubeconfig(page)).toBeVisible();
}

async function paste(page: Page, text: string) {
  await open(page);
  await kubeconfig(page).fill(text);
}

/** The text that assistive technology reads with the field, which is what stands beside it. */
async function expectBeside(page: Page, label: string, message: RegExp) {
  const field = page.getByRole('dialog').getByRole('textbox', { name: label });
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(message);
}

test.afterEach('nothing was stored', async ({ page }) => {
  const { items } = await (await page.request.get('/api/clusters')).json();
  expect(items.map(({ name }: { name: string }) => name).sort()).toEqual(['frail', 'steady']);
});

const unreadable: [what: string, text: string, message: RegExp][] = [
  ['not YAML', '{', /paste the file/],
  ['YAML that is no kubeconfig', 'a: 1', /contexts/],
  ['a YAML bomb', 'a: &a [x]\nb: *a', /write the values out/],
];

test('what cannot be read as a kubeconfig is refused beside the field', async ({ page }) => {
  await open(page);
  for (const [what, text, message] of unreadable) {
    await test.step(what, async () => {
      await kubeconfig(page).fill(text);
      await expectBeside(page, 'Kubeconfig', message);
      await expect(page.getByRole('button', { name: 'Add cluster' }).last()).toBeDisabled();
    });
  }
});

const unusable: [what: string, change: (config: Kubeconfig) => void, message: RegExp][] = [
  [
    'a user that runs a program',
    ({ users }) => {
      for (const one of users) one.user = execUser;
    },
    /argus cluster manifest/,
  ],
  [
    'a server without TLS',
    ({ clusters }) => {
      for (const one of clusters) one.cluster = { server: 'http://10.0.0.1' };
    },
    /https:\/\//,
  ],
  [
    'a user that is missing',
    (config) => {
      config.users = [];
    },
    /not in the kubeconfig; add it/,
  ],
  [
    'a file path instead of the certificate',
    ({ clusters }) => {
      for (const one of clusters) one.cluster = { server: 'https://10.0.0.1', 'certificate-authority': '/etc/ca.crt' };
    },
    /--flatten/,
  ],
];

test('what cannot be used is refused beside the context', async ({ page }) => {
  await open(page);
  for (const [what, change, message] of unusable) {
    await test.step(what, async () => {
      await kubeconfig(page).fill(changed(steady(), change));
      await expect(page.getByRole('radio', { name: message })).toBeDisabled();
      await expect(page.getByRole('button', { name: 'Test connection' })).toBeDisabled();
      await expect(page.getByRole('button', { name: 'Add cluster' }).last()).toBeDisabled();
    });
  }
});

test('a name that is taken is refused beside the name, and what was typed stays', async ({ page }) => {
  await paste(page, kubeconfigText(steady()));
  await page.getByRole('button', { name: 'Add steady' }).click();
  await expectBeside(page, 'Name', /steady/);
  await expect(kubeconfig(page)).toHaveValue(/current-context: steady/);
});

test('credentials that the cluster does not take are refused beside the kubeconfig', async ({ page }) => {
  const text = changed(steady(), ({ users }) => {
    for (const one of users) one.user = { token: 'made-up' };
  });
  await paste(page, text);
  await page.getByLabel('Name').fill('intruder');
  await page.getByRole('button', { name: 'Add intruder' }).click();
  await expectBeside(page, 'Kubeconfig', /credentials/);
});

test('who has a program to sign in is shown the way with an account of its own', async ({ page }) => {
  await paste(
    page,
    changed(steady(), ({ users }) => {
      for (const one of users) one.user = execUser;
    }),
  );
  await page.getByRole('button', { name: 'Show how' }).click();
  await expect(page.getByText('kind: ServiceAccount').first()).toBeVisible();
  await page.getByRole('button', { name: 'Back to the kubeconfig' }).click();
  await expect(kubeconfig(page)).toHaveValue(/command: aws/);
});
