// Builds every entry point in client/entries/ into static/build/, with hashed names and a
// manifest.json from which the pages learn them. Also holds the settings of the unit tests.
/// <reference types="vitest/config" />
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const ENTRIES = "client/entries";

const input = readdirSync(new URL(ENTRIES, import.meta.url))
  .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
  .map((name) => `${ENTRIES}/${name}`);

const WORTH_PACKING = 1_000;

/** Puts each text beside itself as browsers unpack it; web/assets.py sends that. */
function packed(): Plugin {
  return {
    name: "packed",
    writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => /\.(css|js)$/.test(name))) {
        const text = readFileSync(`${dir}/${name}`);
        if (text.length < WORTH_PACKING) continue;
        writeFileSync(`${dir}/${name}.br`, brotliCompressSync(text));
        writeFileSync(`${dir}/${name}.gz`, gzipSync(text));
      }
    },
  };
}

export default defineConfig({
  plugins: [packed()],
  base: "/static/build/",
  publicDir: false,
  build: {
    outDir: "static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    // docs/browsers.md names them.
    target: ["chrome111", "edge111", "firefox128", "safari16.4"],
    // No data: URLs, so that the pages' content security policy can refuse them.
    assetsInlineLimit: 0,
    // The largest is the HLS player's library, which a page loads only when it plays HLS. KB.
    chunkSizeWarningLimit: 650,
    rolldownOptions: { input, checks: { pluginTimings: false } },
  },
  test: {
    environment: "happy-dom",
    // Each file still has a page of its own, but not a process.
    pool: "vmThreads",
    include: ["client/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
