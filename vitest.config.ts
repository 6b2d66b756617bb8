import { defineConfig } from "vitest/config";
import LongestFirst from "./test/longest-first.js";

// Tests run the TypeScript sources: the "source" condition of each package's exports points at
// src/index.ts. "module" is not among them: what packages name so is for bundlers, not for Node.
const conditions = ["source", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/temp-folder.ts"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Test files of a worker share their modules: loading the lab anew for each took half the time.
    // So no module may keep a state that another file's tests could see.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Two cores, and a third of the time of the longest files is spent waiting for servers and
    // processes. Every worker runs its own ONNX Runtime thread pool.
    maxWorkers: 3,
  },
});
