import type { Page } from "@playwright/test";

/** What scrolling came to: frames drawn, and the milliseconds of each task longer than 50 (Long Tasks API). */
export type Scrolled = { frames: number; seconds: number; tasksMs: number[]; rowsSeen: number };

/**
 * Scrolls the grid as a person does who looks for something: at a steady pace that they can read at, then in sweeps over
 * thousands of rows, with a rest after each until its rows are there.
 */
export async function scrollThrough(page: Page, seconds: number): Promise<Scrolled> {
  const steady = await page.evaluate(scrollInPage, { seconds, pixelsAFrame: 40 });
  const sweep = await page.evaluate(scrollInPage, { seconds, pixelsAFrame: 4000 });
  return {
    frames: steady.frames + sweep.frames,
    seconds: steady.seconds + sweep.seconds,
    tasksMs: [...steady.tasksMs, ...sweep.tasksMs],
    rowsSeen: steady.rowsSeen + sweep.rowsSeen,
  };
}

/** Runs in the page. */
async function scrollInPage(given: { seconds: number; pixelsAFrame: number }): Promise<Scrolled> {
  const grid = document.querySelector<HTMLElement>("[role='grid']");
  if (!grid) throw new Error("The page has no grid.");
  const rowHeight = grid.querySelector<HTMLElement>("[data-row]")?.offsetHeight ?? 1;
  const tasksMs: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasksMs.push(duration);
  });
  observer.observe({ type: "longtask" });
  const startedAt = performance.now();
  let frames = 0;
  let pixels = 0;
  let direction = 1;
  await new Promise<void>((resolve) => {
    const step = () => {
      frames += 1;
      const before = grid.scrollTop;
      grid.scrollTop += given.pixelsAFrame * direction;
      pixels += Math.abs(grid.scrollTop - before);
      if (grid.scrollTop === before) direction = -direction;
      if (performance.now() - startedAt < given.seconds * 1000) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  observer.disconnect();
  return { frames, seconds, tasksMs, rowsSeen: pixels / rowHeight };
}
