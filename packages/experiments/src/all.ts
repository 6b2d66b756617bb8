// Every experiment, by its name: what the command, docs and tests walk.

import { agreement } from "./agreement/agreement.js";
import { bootstrapping } from "./bootstrapping/bootstrapping.js";
import { concepts } from "./concepts/concepts.js";
import { diagnostics } from "./diagnostics/diagnostics.js";
import { dynamics } from "./dynamics/dynamics.js";
import { easyToHard } from "./easy-to-hard/easy-to-hard.js";
import { errorStructure } from "./error-structure/error-structure.js";
import type { Experiment } from "./experiment.js";
import { generative } from "./generative/generative.js";
import { imitability } from "./imitability/imitability.js";
import { leakage } from "./leakage/leakage.js";
import { methods } from "./methods/methods.js";
import { oracle } from "./oracle/oracle.js";
import { pretraining } from "./pretraining/pretraining.js";
import { prompting } from "./prompting/prompting.js";
import { rewardOptimisation } from "./reward-optimisation/reward-optimisation.js";
import { saliency } from "./saliency/saliency.js";
import { sandwiching } from "./sandwiching/sandwiching.js";
import { scaling } from "./scaling/scaling.js";
import { scheming } from "./scheming/scheming.js";
import { sensitivity } from "./sensitivity/sensitivity.js";
import { simulationDifficulty } from "./simulation-difficulty/simulation-difficulty.js";
import { stopping } from "./stopping/stopping.js";
import { trivialImitation } from "./trivial-imitation/trivial-imitation.js";

/** The experiments by their names, in the order of the docs. */
export const experiments = {
  scaling,
  "simulation-difficulty": simulationDifficulty,
  "error-structure": errorStructure,
  dynamics,
  "trivial-imitation": trivialImitation,
  agreement,
  methods,
  bootstrapping,
  generative,
  prompting,
  leakage,
  pretraining,
  concepts,
  diagnostics,
  "reward-optimisation": rewardOptimisation,
  imitability,
  stopping,
  saliency,
  sensitivity,
  oracle,
  "easy-to-hard": easyToHard,
  sandwiching,
  scheming,
} as const satisfies Readonly<Record<string, Experiment>>;
