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

/** Holds the list at its end until this part of all rows is there, or the time is over: how many are, after how long. */
export async function load(page, seconds, part) {
  return page.evaluate(
    ([most, part]) =>
      new Promise((resolve) => {
        const grid = document.querySelector('[role=grid]');
        const height = () => document.querySelector('[role=rowgroup]').getBoundingClientRect().height;
        const row = document.querySelector('[role=rowgroup] [role=row]').getBoundingClientRect().height;
        const began = performance.now();
        const step = () => {
          const rows = Math.round(height() / row);
          const total = Number(grid.getAttribute('aria-rowcount')) - 1;
          const passed = (performance.now() - began) / 1000;
          if (rows >= part * total || passed > most) return resolve({ rows, total, seconds: passed });
          grid.scrollTop = grid.scrollHeight;
          setTimeout(step, 20);
        };
        step();
      }),
    [seconds, part],
  );
}

/** Back to the top, and a moment for what loading left to do. */
export async function toTop(page) {
  await page.evaluate(() => {
    document.querySelector('[role=grid]').scrollTop = 0;
  });
  await page.waitForTimeout(1000);
}
