import { defineConfig, devices } from "@playwright/test";

/** The product under test runs already: `npm test` starts it and says where in ROLLCALL_TEST_URL. */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.ROLLCALL_TEST_URL,
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
