import { fileURLToPath } from "node:url";
import { readdirSync, readFileSync } from "node:fs";
import vue from "@vitejs/plugin-vue";
import ElementPlus from "unplugin-element-plus/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { texts } from "./texts.plugin";

const served = process.env.SHOUZE_TEST_SERVER ?? "http://127.0.0.1:8080";

/** What pdf.js looks up for Chinese texts and fonts that a PDF does not bring along. */
function pdfTables(): Plugin {
  const folders: Record<string, string> = { cmaps: "cmaps", "pdf-fonts": "standard_fonts" };
  const from = (folder: string) => `node_modules/pdfjs-dist/${folders[folder]}`;
  const names = (folder: string) =>
    readdirSync(from(folder)).filter((name) => /\.(bcmap|pfb|ttf)$/.test(name));
  return {
    name: "pdf-tables",
    generateBundle() {
      for (const folder of Object.keys(folders)) {
        for (const name of names(folder)) {
          const source = readFileSync(`${from(folder)}/${name}`);
          this.emitFile({ type: "asset", fileName: `${folder}/${name}`, source });
        }
      }
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [, folder = "", name = ""] = (request.url ?? "").split("/");
        if (!(folder in folders) || !names(folder).includes(name)) return next();
        response.end(readFileSync(`${from(folder)}/${name}`));
      });
    },
  };
}

/** Of the libraries that want their licence to go with them (docs/decisions/0012). */
function licences(): Plugin {
  return {
    name: "licences",
    generateBundle() {
      const source = readFileSync("node_modules/libheif-js/libheif-wasm/LICENSE");
      this.emitFile({ type: "asset", fileName: "licences/libheif.txt", source });
    },
  };
}

/** What most pages use, and small: one file. */
const shared =
  /\/src\/(api\/\w+|format|parts\/(CountDown|EmptyPlace|PageFrame|ProblemBox|StateMark|schoolTime|showPlace|use\w+)|pages\/tasks\/(task|words|TaskRow|TaskList))\.(ts|vue)/;

export default defineConfig({
  // Below which path of which host is known to the server alone (src/http/pages.cc).
  base: "./",
  plugins: [vue(), texts(), pdfTables(), licences(), ElementPlus({ defaultLocale: "zh-cn" })],
  resolve: {
    alias: [
      { find: "@", replacement: fileURLToPath(new URL("./src", import.meta.url)) },
      // Texts come compiled (texts.plugin.ts).
      { find: /^vue-i18n$/, replacement: "vue-i18n/dist/vue-i18n.runtime.mjs" },
      // Asked for by libheif where it runs in Node.js, which it never does here.
      { find: /^(fs|path|crypto)$/, replacement: fileURLToPath(new URL("./src/parts/pictures/nodeOnly.ts", import.meta.url)) },
    ],
  },
  define: {
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_JIT_COMPILATION__: false,
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  build: {
    // The oldest browsers of DESIGN 5.
    target: ["chrome109", "safari15.6", "firefox115"],
    outDir: process.env.SHOUZE_WEB_OUT ?? "dist",
    emptyOutDir: true,
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
    // Some thirty small files for a page cost a phone more round trips than their bytes are worth.
    rollupOptions: { output: { experimentalMinChunkSize: 20_000, manualChunks: (id) => (shared.test(id) ? "shared" : undefined) } },
  },
  server: { proxy: { "/api": { target: served }, "/healthz": { target: served } } },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"] },
});
