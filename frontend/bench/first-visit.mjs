import { rowsThere } from './list.mjs';

const kinds = { Script: 'script', Stylesheet: 'style', Font: 'font', Document: 'document' };

/** Milliseconds until something and until rows are painted, and kilobytes of bodies as they came over the wire, by kind. */
export async function firstVisit(page, path) {
  const devtools = await page.context().newCDPSession(page);
  const [typeOf, bytes] = [new Map(), {}];
  devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
    const data = new URL(response.url).pathname.startsWith('/api/') ? 'data' : 'other';
    typeOf.set(requestId, kinds[type] ?? data);
  });
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const type = typeOf.get(requestId) ?? 'other';
    bytes[type] = (bytes[type] ?? 0) + encodedDataLength;
  });
  await devtools.send('Network.enable');
  await page.goto(path);
  const rows = await rowsThere(page);
  // What the page prefetches or imports a moment after its first rows counts as shipped, too.
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  const kilobytes = Object.fromEntries(Object.entries(bytes).map(([kind, count]) => [kind, count / 1000]));
  return { paint, rows, script: kilobytes.script ?? 0, kilobytes };
}
