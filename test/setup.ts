// Run before every test file.

import { configureGlobal } from "fast-check";
import { afterAll } from "vitest";
import { endFile } from "./after-file.js";

// Registered before the file's own hooks, so it runs after them.
afterAll(endFile, 600_000);

// Property tests draw the same cases every time: a gate must not fail by luck. To look for new
// ones, set FC_SEED.
configureGlobal({ seed: Number(process.env.FC_SEED ?? 20231214) });
