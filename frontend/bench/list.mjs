/** Milliseconds since the navigation began until rows are painted. */
export async function rowsThere(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => {
          const row = document.querySelector('[role=grid] [role=rowgroup] [role=row]');
          if (row) requestAnimationFrame(() => resolve(performance.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** Goes to the end of the list again and again, until so many rows are loaded or the time is over; how many there are. */
export async function load(page, rows, seconds) {
  return page.evaluate(
    ([wanted, most]) =>
      new Promise((resolve) => {
        const grid = document.querySelector('[role=grid]');
        const height = () => document.querySelector('[role=rowgroup]').getBoundingClientRect().height;
        const row = document.querySelector('[role=rowgroup] [role=row]').getBoundingClientRect().height;
        const began = performance.now();
        const step = () => {
          const loaded = Math.round(height() / row);
          if (loaded >= wanted || performance.now() - began > most * 1000) return resolve(loaded);
          grid.scrollTop = grid.scrollHeight;
          setTimeout(step, 20);
        };
        step();
      }),
    [rows, seconds],
  );
}

/** Back to the top, and a moment for what loading left to do. */
export async function toTop(page) {
  await page.evaluate(() => {
    document.querySelector('[role=grid]').scrollTop = 0;
  });
  await page.waitForTimeout(1000);
}
