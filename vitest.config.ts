import { defineConfig } from "vitest/config";

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
    // Two cores: every worker runs its own ONNX Runtime thread pool.
    maxWorkers: 2,
  },
});
