// How a study was set up, as far as a reader must know it to judge what it can show: what its plan
// says, kept beside its outcomes.

import * as z from "zod";
import type { Frozen } from "../measures/frozen.js";

/** A setting that the study gave a value of its own. */
const settingSchema = z.object({ name: z.string(), value: z.string() });

/** Who teaches or is taught, and what a reader grants with it. */
const roleDesignSchema = z.object({
  label: z.string(),
  /** What its kind says of itself, one sentence without its name. */
  assumes: z.string(),
});

export const designSchema = z.object({
  tasks: z.array(
    z.object({
      name: z.string(),
      /** Whether its test examples come from a source of their own, rather than the same pool. */
      ownTest: z.boolean(),
    }),
  ),
  supervisors: z.array(
    roleDesignSchema.extend({
      /** Whether its labels are or may be made of ground truth under a rule. */
      saysTruth: z.boolean(),
      /** Whether models behind it are trained on ground truth. */
      trained: z.boolean(),
    }),
  ),
  students: z.array(
    roleDesignSchema.extend({
      /** Which evaluation is kept: "agreement", "loss", "last", "oracle"; null: nothing selects. */
      selection: z.string().nullable(),
      /** Whether its texts tell it what its supervisor said. */
      told: z.boolean(),
      /** Settings that are not its kind's defaults. */
      settings: z.array(settingSchema),
    }),
  ),
  /** Empty in results of versions that did not keep them. */
  methods: z
    .array(
      z.object({
        /** Without its options. */
        name: z.string(),
        /** Whether it is a program over steps, rather than a loss of one student. */
        isProgram: z.boolean(),
      }),
    )
    .default([]),
});
/** How a study was set up: what its plan says of tasks, supervisors, students and methods. */
export type Design = Frozen<z.infer<typeof designSchema>>;
