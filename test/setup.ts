// Property tests draw the same cases every time: a gate must not fail by luck. To look for new
// ones, set FC_SEED.

import { configureGlobal } from "fast-check";

configureGlobal({ seed: Number(process.env.FC_SEED ?? 20231214) });
