// Builds every entry point in client/entries/ into static/build/, with hashed names and a
// manifest.json from which the pages learn them. Also holds the settings of the unit tests.
/// <reference types="vitest/config" />
import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

const ENTRIES = "client/entries";

const input = readdirSync(new URL(ENTRIES, import.meta.url))
  .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
  .map((name) => `${ENTRIES}/${name}`);

export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  build: {
    outDir: "static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // No data: URLs, so that the pages' content security policy can refuse them.
    assetsInlineLimit: 0,
    // The largest is the HLS player's library, which a page loads only when it plays HLS. KB.
    chunkSizeWarningLimit: 650,
    rolldownOptions: { input },
  },
  test: {
    environment: "happy-dom",
    // Each file still has a page of its own, but not a process.
    pool: "vmThreads",
    include: ["client/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
