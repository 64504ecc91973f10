const pointer = { x: 720, y: 500 };

/** Long tasks and frames of the page, from its first script on. */
export async function observeTasks(page) {
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: 'longtask', buffered: true });
  });
}

async function busySeconds(devtools) {
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value;
}

/** Tasks above 50 ms in so many seconds of looking on, in milliseconds, and how busy the page's thread was. */
export async function tasksDuring(page, devtools, seconds) {
  const before = await busySeconds(devtools);
  await page.evaluate(() => {
    window.longTasks = [];
  });
  await page.waitForTimeout(seconds * 1000);
  const busy = ((await busySeconds(devtools)) - before) / seconds;
  return { long: await page.evaluate(() => window.longTasks), busy };
}

/** Scrolls as a wheel or a finger does, down and up, and counts the frames that the page could draw. */
export async function framesWhileScrolling(page, devtools) {
  await page.evaluate(() => {
    window.frameTimes = [];
    window.longTasks = [];
    const note = (at) => {
      window.frameTimes.push(at);
      if (window.frameTimes) window.frameRequest = requestAnimationFrame(note);
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
    return { expected, drawn: gaps.length, worst: Math.max(...gaps), long: window.longTasks };
  });
}

/** What the page's scripts hold once all rubbish is collected. */
export async function heapMiB(devtools) {
  await devtools.send('HeapProfiler.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.send('HeapProfiler.disable');
  return usedSize / 2 ** 20;
}
