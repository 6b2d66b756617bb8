// The real command with the fake lab in the place of the real one, for tests that spawn a process.

import { createJiti } from "jiti";
import { runAsProcess } from "../dist/main.js";

const { fakeLab } = await createJiti(import.meta.url, { fsCache: false }).import("./fake-lab.ts");
await runAsProcess({ lab: async () => fakeLab });
