import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const api = process.env.KITH_URL ?? "http://localhost:8000";

export default defineConfig({
  base: "./", // the page may stand under a stage's path
  plugins: [react()],
  build: {
    outDir: "../chalicelib/web",
    emptyOutDir: true,
    assetsInlineLimit: 0, // nothing inline: the page's policy allows files of its own only
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    manifest: "manifest.json",
  },
  server: { proxy: Object.fromEntries(["/v1", "/public", "/openapi.json"].map((path) => [path, api])) },
  test: { environment: "jsdom", setupFiles: "src/tests.ts" },
});
