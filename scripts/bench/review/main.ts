import { parseArgs } from "node:util";
import { chromium, type Locator, type Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { type Scrolled, scrollThrough } from "@/scripts/bench/review/scroll";
import { driveToReview } from "@/scripts/bench/shared/import-driver";
import { peopleFile } from "@/scripts/bench/shared/people-file";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { percentile } from "@/scripts/bench/shared/statistics";
import { inTable, textTable } from "@/scripts/bench/shared/text-table";
import { signIn } from "@/scripts/bench/shared/visitor";
import { ensureChromium } from "@/scripts/test/chromium";

const ORG = "acme";
const ALLOWED = { framesPerSecond: 50, longestTaskMs: 100, judgedMs: 100 };
const EDITS = 50;
// The server is done compiling what an edit needs only after some.
const WARM_UP = 10;
const TRIES_MAX = 10;

type Figures = Scrolled & { judgedMs: number[] };

/** `npm run bench -- review`. @returns whether the grid is as smooth and an edit judged as soon as they have to be */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: { rows: { type: "string", default: "100000" }, seconds: { type: "string", default: "10" } },
  });
  const [rows, seconds] = [Number(values.rows), Number(values.seconds)];
  const figures = await withProduct("bench", (product) => measure(product, rows, seconds));
  const { text, isKept } = report(figures);
  console.log(`\nThe review of ${rows} rows:\n\n${text}`);
  return isKept;
}

async function measure(product: Product, rows: number, seconds: number): Promise<Figures> {
  const account = product.account("admin");
  const admin = await signIn(product, account);
  const importId = await driveToReview(admin, peopleFile(rows, 1, "acme.example"), { org: ORG });
  const executablePath = await ensureChromium(AbortSignal.timeout(600_000));
  const args = ["--no-sandbox", "--disable-gpu"];
  const browser = await chromium.launch({ args, ...(executablePath && { executablePath }) });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // Compiled functions call this to keep their names; the page that they are sent to does not know it.
    await page.addInitScript("globalThis.__name = (called) => called");
    await page.goto(`${product.url}/sign-in`);
    await page.getByLabel("Username").fill(account.username);
    await page.getByLabel("Password", { exact: true }).fill(account.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`**${routes.users(ORG)}*`);
    await page.goto(product.url + routes.import(ORG, importId));
    await page.getByRole("grid").waitFor();
    const judgedMs = await editCells(page);
    return { ...(await scrollThrough(page, seconds)), judgedMs };
  } finally {
    await browser.close();
  }
}

/** Types into one cell after the other, and says how long each took from Enter until its row showed the verdict. */
async function editCells(page: Page): Promise<number[]> {
  const measured: number[] = [];
  for (let edit = 0; edit < WARM_UP + EDITS; edit += 1) {
    const editor = await openEditor(page);
    // In turns wrong and right, so that the verdict is another one each time.
    const isRight = edit % 2 === 1;
    await editor.fill(isRight ? `Ada ${edit}` : "");
    const fate = isRight ? "Create" : "Error";
    const judged = await page.evaluateHandle(watchFor, fate);
    await page.keyboard.press("Enter");
    const judgedMs = await judged.evaluate(({ shown }) => shown);
    if (edit >= WARM_UP) measured.push(judgedMs);
  }
  return measured;
}

/** Opens the first row's cell to be edited; a page that has just been loaded may not hear the first keys. */
async function openEditor(page: Page): Promise<Locator> {
  const editor = page.locator(".review-editor");
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    await page.locator("[data-row='0'] [data-cell='1']").click();
    await page.locator("[data-row='0'] [data-cell='2']").click();
    await page.keyboard.press("Enter");
    const isOpen = await editor.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (isOpen) return editor;
  }
  throw new Error("The first row's cell does not open to be edited.");
}

/** Runs in the page: `shown` are the milliseconds from the next Enter until the first row shows a word. */
function watchFor(word: string): { shown: Promise<number> } {
  const secondsMax = 20;
  const shown = new Promise<number>((resolve, reject) => {
    const cell = () => document.querySelector("[data-row='0'] [data-cell='1']")?.textContent;
    const onKey = () => {
      const startedAt = performance.now();
      const look = () => {
        const ms = performance.now() - startedAt;
        if (cell()?.includes(word)) resolve(ms);
        else if (ms < secondsMax * 1000) requestAnimationFrame(look);
        else reject(new Error(`The first row says “${cell()}” and not “${word}”.`));
      };
      look();
    };
    document.addEventListener("keydown", onKey, { once: true, capture: true });
  });
  return { shown };
}

function report({ frames, seconds, tasksMs, rowsSeen, judgedMs }: Figures): {
  text: string;
  isKept: boolean;
} {
  const perSecond = frames / seconds;
  const longest = Math.max(0, ...tasksMs);
  const judged = percentile(judgedMs, 0.95);
  const lines: [string, string, string, boolean][] = [
    [
      "frames/s while scrolling",
      inTable(perSecond, 1),
      inTable(ALLOWED.framesPerSecond, 0),
      perSecond >= ALLOWED.framesPerSecond,
    ],
    [
      `longest task of ${tasksMs.length} over 50 ms`,
      `${inTable(longest, 0)} ms`,
      `${ALLOWED.longestTaskMs} ms`,
      longest <= ALLOWED.longestTaskMs,
    ],
    [
      `an edit judged, p95 of ${judgedMs.length} (median ${inTable(percentile(judgedMs, 0.5), 0)})`,
      `${inTable(judged, 0)} ms`,
      `${ALLOWED.judgedMs} ms`,
      judged <= ALLOWED.judgedMs,
    ],
  ];
  const text = textTable(
    ["what", "measured", "allowed", "ok"],
    [
      ...lines.map(([what, measured, allowed, isKept]) => [what, measured, allowed, isKept ? "yes" : "NO"]),
      ["rows scrolled over", inTable(rowsSeen, 0), "", ""],
    ],
  );
  return { text, isKept: lines.every(([, , , isKept]) => isKept) };
}
