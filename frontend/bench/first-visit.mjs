import { rowsThere } from './list.mjs';

const kinds = { Script: 'script', Stylesheet: 'style', Font: 'font', Document: 'document' };
/** What the headers of one answer take at most; framing is a percent of the body at most. */
const mostHead = 2_000;

/**
 * Milliseconds until something and until rows are painted, and bytes by kind of what was loaded: of compressed bodies
 * as the page knows them, which those that came over the wire must be, but for the headers.
 */
export async function firstVisit(page, path) {
  const wire = await wireOf(page);
  await page.goto(path);
  const rows = await rowsThere(page);
  // What the page prefetches or imports a moment after its first rows counts as shipped, too.
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  const bodies = await bodiesOf(page);
  const shipped = {};
  for (const { kind, url, bytes } of wire.values()) {
    if (!bytes) continue;
    // The page knows none of what it broke off.
    const body = bodies.get(url)?.shift() || bytes;
    if (body > bytes || bytes - body > mostHead + body / 100)
      throw new Error(`${url}: ${body} B shown, ${bytes} B received`);
    const { requests = 0, bytes: before = 0 } = shipped[kind] ?? {};
    shipped[kind] = { requests: requests + 1, bytes: before + body };
  }
  return { paint, rows, shipped };
}

/** By request: its kind, address, and the bytes received once it is finished. */
async function wireOf(page) {
  const devtools = await page.context().newCDPSession(page);
  const requests = new Map();
  devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
    const data = new URL(response.url).pathname.startsWith('/api/') ? 'data' : 'other';
    requests.set(requestId, { kind: kinds[type] ?? data, url: response.url, bytes: 0 });
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.bytes = encodedDataLength;
  });
  await devtools.send('Network.enable');
  return requests;
}

/** By address: the sizes of the compressed bodies, in the order of their requests. */
async function bodiesOf(page) {
  const entries = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(
      ({ name, encodedBodySize }) => [name, encodedBodySize],
    ),
  );
  const bodies = new Map();
  for (const [name, size] of entries) bodies.set(name, [...(bodies.get(name) ?? []), size]);
  return bodies;
}
