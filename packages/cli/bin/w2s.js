#!/usr/bin/env node
// The command's door: everything else is compiled from src/.

// Who asks for stacks wants the sources' lines; only files that are loaded from here on have them.
if (process.argv.includes("--verbose") || process.env.W2S_DEBUG) process.setSourceMapsEnabled(true);

const main = await import("../dist/main.js").catch((error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND" || !error.message.includes("dist")) throw error;
  process.stderr.write(
    "w2s: is not built yet; run `npm run build` at the root of its repository\n",
  );
  process.exit(1);
});
await main.runAsProcess();
