import { load, rowsThere, toTop } from './list.mjs';
import { framesWhileScrolling, heapBytes, tasksDuring } from './page-metrics.mjs';

const changes = new Set(['ADDED', 'MODIFIED', 'DELETED']);

/** A list that shows its first rows, and what can be measured of it. `heard` counts the changes its socket received. */
export async function openPage(page, path) {
  const devtools = await page.context().newCDPSession(page);
  const list = {
    heard: 0,
    look: (seconds) => tasksDuring(page, () => page.waitForTimeout(seconds * 1000)),
    scroll: () => tasksDuring(page, async () => ({ frames: await framesWhileScrolling(page, devtools) })),
    load: async (seconds, part) => {
      const loaded = await tasksDuring(page, () => load(page, seconds, part));
      await toTop(page);
      return loaded;
    },
    heap: () => heapBytes(devtools),
    close: () => page.context().close(),
  };
  devtools.on('Network.webSocketFrameReceived', ({ response }) => {
    list.heard += changesIn(response);
  });
  await devtools.send('Network.enable');
  await page.goto(path);
  await rowsThere(page);
  return list;
}

/** The live socket sends arrays of messages as text. */
function changesIn({ opcode, payloadData }) {
  if (opcode !== 1) return 0;
  return JSON.parse(payloadData).filter(({ type }) => changes.has(type)).length;
}
