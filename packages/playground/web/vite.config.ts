import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const dist = dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));

/**
 * ONNX Runtime beside the page: its loader as it is, its WebAssembly packed, so that it is small
 * whatever a server does.
 */
const runtime: Plugin = {
  name: "onnxruntime",
  apply: "build",
  generateBundle() {
    for (const build of ["ort-wasm-simd-threaded", "ort-wasm-simd-threaded.jspi"]) {
      const loader = readFileSync(join(dist, `${build}.mjs`));
      const packed = gzipSync(readFileSync(join(dist, `${build}.wasm`)), { level: 9 });
      this.emitFile({ type: "asset", fileName: `ort/${build}.mjs`, source: loader });
      this.emitFile({ type: "asset", fileName: `ort/${build}.wasm.gz`, source: packed });
    }
  },
};

/** What the page does not carry. */
const absentOfNode = "buffer|child_process|readline|stream|timers/promises|url|worker_threads|zlib";
const absent = new RegExp(
  `^(onnxruntime-node|chess\\.js|hyparquet.*|csv-parse.*|node:(${absentOfNode}))$`,
);

export default defineConfig({
  root: here("."),
  base: "./",
  // What the lab asks of Node; see platform/.
  define: {
    "process.env": "{}",
    "process.pid": "1",
    "process.platform": '"browser"',
  },
  resolve: {
    conditions: ["source", "onnxruntime-web-use-extern-wasm", "browser", "module", "import"],
    alias: [
      { find: /^node:fs(\/promises)?$/, replacement: here("platform/files.ts") },
      { find: /^node:crypto$/, replacement: here("platform/hashes.ts") },
      { find: /^node:(os|module|async_hooks|vm)$/, replacement: here("platform/machine.ts") },
      { find: /^node:path$/, replacement: "pathe" },
      {
        find: absent,
        replacement: here("platform/absent.ts"),
      },
    ],
  },
  plugins: [runtime],
  worker: { format: "es" },
  build: {
    outDir: here("../dist/web"),
    emptyOutDir: true,
    target: "es2024",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    // Whose code the page holds, and under which terms.
    license: { fileName: "licenses.md" },
  },
});
