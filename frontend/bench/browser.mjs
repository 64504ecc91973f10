// Chromium on orders, for backend/bench/chromium.py: each line of JSON on standard input is one, and is answered by one
// on standard output. Ends with standard input.
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { firstVisit } from './first-visit.mjs';
import { openPage } from './page.mjs';

const viewport = { width: 1440, height: 900 };
const answer = (value) => process.stdout.write(`${JSON.stringify(value ?? null)}\n`);

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { executable, url, credentials } = JSON.parse((await lines.next()).value);
const browser = await chromium.launch({
  executablePath: executable || undefined,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--enable-precise-memory-info'],
});
const pages = new Map();

const orders = {
  async visit({ path }) {
    const context = await signedIn();
    const visit = await firstVisit(await context.newPage(), path);
    await context.close();
    return visit;
  },
  async open({ page, path }) {
    const context = await signedIn();
    pages.set(page, await openPage(await context.newPage(), path));
  },
  async close({ page }) {
    await pages.get(page).close();
    pages.delete(page);
  },
  look: ({ page, seconds }) => pages.get(page).look(seconds),
  scroll: ({ page }) => pages.get(page).scroll(),
  load: ({ page, seconds, part }) => pages.get(page).load(seconds, part),
  heap: ({ page }) => pages.get(page).heap(),
  heard: ({ page }) => pages.get(page).heard,
};

try {
  answer(browser.version());
  for await (const line of lines) {
    const { order, ...given } = JSON.parse(line);
    answer(await orders[order](given));
  }
} finally {
  await browser.close();
}

/** A browser that is signed in and has nothing of the dashboard in its cache. */
async function signedIn() {
  const context = await browser.newContext({ baseURL: url, viewport });
  const response = await context.request.post('/api/auth/login', { data: credentials, headers: { origin: url } });
  if (!response.ok()) throw new Error(`sign-in was answered with ${response.status()}`);
  return context;
}
