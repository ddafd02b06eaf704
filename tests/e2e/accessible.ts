import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Nothing serious on this page, by axe. */
export async function expectAccessible(page: Page): Promise<void> {
  // A frame that runs nothing never says that it rests, and axe cannot look into it.
  const isShut = (await page.locator("iframe[sandbox]").count()) > 0;
  await page.waitForLoadState(isShut ? "load" : "networkidle");
  // Colours on their way from one to another have no contrast to judge.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => {
      return playState !== "running" || effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY;
    }),
  );
  const { violations } = await new AxeBuilder({ page }).exclude("iframe[sandbox]").analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`)).toEqual([]);
}
