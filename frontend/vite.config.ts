import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env["TOUCHSTONE_DEV_BACKEND"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": backend, "/data": backend },
  },
  preview: {
    host: "127.0.0.1",
    proxy: { "/api": backend, "/data": backend },
  },
  build: {
    target: "es2022",
    manifest: true,
    // The strict content policy of the server allows no data: scripts and no inline code.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // ECharts is the largest chunk and only the dashboard loads it.
    chunkSizeWarningLimit: 600,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.{ts,mjs}"],
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    testTimeout: 20_000,
    env: { DEBUG_PRINT_LIMIT: "0" },
  },
});
