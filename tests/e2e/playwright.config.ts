import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// The same for the workers, which inherit it.
process.env.SHOUZE_TEST_MADE ??= join(tmpdir(), `shouze-e2e-${process.pid}`);

export default defineConfig({
  testDir: ".",
  testMatch: process.env.SHOUZE_TEST_SHOTS ? "shots.ts" : "*.spec.ts",
  outputDir: process.env.SHOUZE_TEST_RESULTS ?? "results",
  globalSetup: "./setup.ts",
  fullyParallel: false,
  workers: 2,
  // What passes only the second time is told as flaky at the end.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    testIdAttribute: "data-test",
    actionTimeout: 15_000,
    // A list that still unfolds moves away under a click that no person would make so early.
    contextOptions: { reducedMotion: "reduce" },
    // Recording every step takes its time; where it is wanted, it is kept of what fails.
    trace: process.env.SHOUZE_TEST_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--lang=zh-CN", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
