import { defineConfig } from "@playwright/test";
import journeys from "../playwright.config";

/** The journeys' server and browser, for measuring: npm run bench. */
export default defineConfig({
  ...journeys,
  testDir: ".",
  testMatch: "*.bench.ts",
  globalSetup: "../e2e/global-setup.ts",
  outputDir: "../test-results",
});
