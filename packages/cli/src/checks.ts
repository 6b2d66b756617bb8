// The process that `w2s doctor` tries devices in. The last line on its stdout is what it found.

import { runtimeChecks } from "./runtime-checks.js";

process.stdout.write(`\n${JSON.stringify(await runtimeChecks())}\n`);
