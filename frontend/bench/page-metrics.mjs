const pointer = { x: 720, y: 500 };
/** Milliseconds above which a task holds up what a person does. */
const long = 50;

/**
 * The tasks of the page's thread while `work` goes on: the longest in processor time and by the clock, in milliseconds,
 * how many were long by the clock, and the part of the time for which the thread had a processor; with what `work`
 * returns. By the clock a task lasts longer than it works wherever other programs want the same processors.
 */
export async function tasksDuring(page, work) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['-*', 'disabled-by-default-devtools.timeline'] });
  const began = performance.now();
  const result = await work();
  const passed = performance.now() - began;
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const tasks = tasksOfPage(traceEvents);
  const worked = tasks.map(({ tdur = 0 }) => tdur / 1000);
  const lasted = tasks.map(({ dur }) => dur / 1000);
  return {
    ...result,
    longest: most(worked),
    longestByClock: most(lasted),
    long: lasted.filter((milliseconds) => milliseconds > long).length,
    busy: worked.reduce((sum, milliseconds) => sum + milliseconds, 0) / passed,
  };
}

function most(numbers) {
  return numbers.reduce((one, other) => Math.max(one, other), 0);
}

/** Those of the one page that did anything: other pages of the browser are closed. */
function tasksOfPage(events) {
  const threads = new Map();
  for (const event of events) {
    if (event.name === 'thread_name' && event.args.name === 'CrRendererMain')
      threads.set(`${event.pid} ${event.tid}`, []);
  }
  for (const event of events) {
    if (event.name === 'RunTask' && event.ph === 'X') threads.get(`${event.pid} ${event.tid}`)?.push(event);
  }
  return [...threads.values()].reduce((one, other) => (other.length > one.length ? other : one), []);
}

/** Scrolls as a wheel or a finger does, down and up, and counts the frames that the page could draw. */
export async function framesWhileScrolling(page, devtools) {
  await page.evaluate(() => {
    window.frameTimes = [];
    const note = (at) => {
      window.frameTimes.push(at);
      window.frameRequest = requestAnimationFrame(note);
    };
    window.frameRequest = requestAnimationFrame(note);
  });
  for (const yDistance of [-6000, 6000]) {
    await devtools.send('Input.synthesizeScrollGesture', { ...pointer, yDistance, speed: 2000, preventFling: true });
  }
  return page.evaluate(() => {
    cancelAnimationFrame(window.frameRequest);
    const times = window.frameTimes;
    const gaps = times.slice(1).map((at, index) => at - times[index]);
    const expected = Math.round((times.at(-1) - times[0]) / (1000 / 60));
    return { expected, drawn: gaps.length, worst: Math.max(...gaps) };
  });
}

/** What the page's scripts hold once all rubbish is collected. */
export async function heapBytes(devtools) {
  await devtools.send('HeapProfiler.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.send('HeapProfiler.disable');
  return usedSize;
}
