// Measures the list of pods in Chromium. Reads the order as JSON from standard input, says what it does on standard
// error, and prints one JSON object: see `Measured` in backend/bench/browser.py.
import { text } from 'node:stream/consumers';
import { chromium } from '@playwright/test';
import { firstVisit } from './first-visit.mjs';
import { load, rowsThere, toTop } from './list.mjs';
import { framesWhileScrolling, heapMiB, tasksDuring } from './page-metrics.mjs';

const order = JSON.parse(await text(process.stdin));
const viewport = { width: 1440, height: 900 };
const say = (words) => process.stderr.write(`${words}\n`);

const browser = await chromium.launch({
  executablePath: order.chromium || undefined,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--enable-precise-memory-info'],
});
try {
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
} finally {
  await browser.close();
}

/** A browser that is signed in and has nothing of the dashboard in its cache. */
async function signedIn() {
  const context = await browser.newContext({ baseURL: order.url, viewport });
  const answer = await context.request.post('/api/auth/login', {
    data: order.credentials,
    headers: { origin: order.url },
  });
  if (!answer.ok()) throw new Error(`sign-in was answered with ${answer.status()}`);
  return context;
}

async function measure() {
  const visits = [];
  for (let round = 0; round < order.visits; round += 1) {
    const context = await signedIn();
    visits.push(await firstVisit(await context.newPage(), order.path));
    await context.close();
    say(`first visit ${round + 1} of ${order.visits}`);
  }
  const context = await signedIn();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const look = () => page.waitForTimeout(order.seconds * 1000);
  const scroll = () => framesWhileScrolling(page, devtools);
  await page.goto(order.path);
  await rowsThere(page);
  const atTop = await tasksDuring(page, look);
  const scrolled = await tasksDuring(page, scroll);
  const heapAtTop = await heapMiB(devtools);
  say('followed the first rows');
  const began = Date.now();
  const rows = await load(page, order.rows, order.loadSeconds);
  await toTop(page);
  say(`loaded ${rows} rows within ${Math.round((Date.now() - began) / 1000)} s`);
  const loaded = await tasksDuring(page, look);
  const scrolledLoaded = await tasksDuring(page, scroll);
  const left = order.minutes * 60_000 - (Date.now() - began);
  if (left > 0) await page.waitForTimeout(left);
  return { visits, atTop, scrolled, heapAtTop, rows, loaded, scrolledLoaded, heap: await heapMiB(devtools) };
}
