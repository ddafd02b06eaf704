import { once } from "node:events";
import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { findFreePort } from "@/scripts/shared/ports";
import { temporaryDir } from "@/tests/support/cluster";
import { startProgram, untilPrinted } from "@/tests/support/product";

const dataDir = temporaryDir("development");
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test("npm run dev shows every component in every state", async () => {
  const port = await findFreePort(Math.random);
  const environment = { PORT: String(port), ROLLCALL_DATA_DIR: dataDir };
  const product = startProgram(["scripts/start.mjs", "--dev"], { environment });
  try {
    await untilPrinted(product, "Rollcall is ready");
    for (const [path, words] of [
      ["", ["Pressing", "Filling in", "Telling", "Opening"]],
      ["/shell", []],
      ["/public", []],
    ] as const) {
      const answer = await fetch(`http://localhost:${port}/components${path}`);
      const page = await answer.text();
      expect([path, answer.status]).toEqual([path, 200]);
      for (const word of words) expect(page).toContain(word);
    }
  } finally {
    product.child.kill("SIGTERM");
    if (product.child.exitCode === null) await once(product.child, "exit");
  }
});
