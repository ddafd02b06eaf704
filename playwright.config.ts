import { defineConfig, devices } from "@playwright/test";
import { ownProduct, WORKERS } from "./tests/e2e/products";

/** The products under test run already: `npm test` starts them and says where. Files run beside each other, each in one. */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: WORKERS,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    ...devices["Desktop Chrome"],
    baseURL: ownProduct?.url,
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    // Half-faded words have no contrast to judge.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
