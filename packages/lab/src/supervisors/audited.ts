// A supervisor some of whose labels somebody who knows has checked: an oracle with a budget. Shows
// what so many right labels are worth, and where they are best asked for.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { auditedStep } from "./audited-step.js";
import { supervisorFrom, supervisorSchema } from "./nested.js";
import type { SupervisorBase, SupervisorKind } from "./supervisor.js";

/** Options of `audited`. */
const auditedSchema = z.strictObject({
  /** How many labels of transfer the oracle gives, from 1; or which share of them, below 1. */
  oracle: z.number().gt(0),
  /**
   * Which: those that the supervisor is least sure of, "unsure" (default), surest of, "sure", or
   * "random" ones.
   */
  where: z.enum(["unsure", "sure", "random"]).default("unsure"),
  /**
   * Another supervisor in whose eyes: the answers that it finds least probable are the most
   * suspicious. Default: the supervisor's own.
   */
  by: supervisorSchema.optional(),
  /** What tables call the supervisor, before the oracle; default: its own name. */
  as: z.string().min(1).optional(),
});
/** Options of `audited`. */
export type AuditedOptions = z.input<typeof auditedSchema>;

/** Another supervisor, with labels of an oracle in place of some of its own. */
export interface AuditedSpec extends SupervisorBase {
  readonly kind: "audited";
  readonly of: SupervisorBase;
  readonly oracle: number;
  readonly where: z.output<typeof auditedSchema>["where"];
  readonly by: SupervisorBase | undefined;
  readonly as: string | undefined;
}

/**
 * What another supervisor says, with ground truth in place of `oracle` of its labels of transfer.
 * Validation and test stay its own. Tables call it an oracle, with how often it was asked.
 *
 *     audited(probe(weak), { oracle: 100 })
 *     audited(probe(strong), { oracle: 0.05, by: probe(weak) })
 *
 * @throws InputError for what is no supervisor, for an unknown or wrong option, and for somebody's
 * eyes at random; when planned, for more labels than transfer has
 */
export function audited(supervisor: SupervisorBase, options: AuditedOptions): AuditedSpec {
  const of = supervisorFrom(supervisor, "audited: what is checked");
  const { oracle, where, by, as } = checkOptions(auditedSchema, options, "audited");
  if (oracle >= 1 && !Number.isInteger(oracle)) {
    throw new InputError(
      `audited: "oracle" must be a whole number of labels, or a share below 1, got ${oracle}`,
    );
  }
  if (by && where === "random") {
    throw new InputError('audited: "by" is for where: "unsure" or "sure", got "random"');
  }
  return named({ kind: "audited", of, oracle, where, by, as });
}

function named(spec: Omit<AuditedSpec, "label">): AuditedSpec {
  return { ...spec, label: `${spec.as ?? spec.of.label}, ${oracleOf(spec)}` };
}

/** "oracle 100", "oracle 10% random": what was asked is never shown without its name. */
const oracleOf = ({ oracle, where, by }: Pick<AuditedSpec, "oracle" | "where" | "by">): string =>
  `oracle ${budgetOf(oracle)}${where === "unsure" ? "" : ` ${where}`}` +
  (by ? ` to ${by.label}` : "");

const budgetOf = (oracle: number): string =>
  oracle < 1 ? `${Number((100 * oracle).toFixed(2))}%` : String(oracle);

export const auditedKind: SupervisorKind<AuditedSpec> = {
  name: "audited",
  assumes:
    "has some of its labels from an oracle, which knows ground truth: people who check labels " +
    "err, most where the labels are doubtful.",
  schema: auditedSchema,
  ofTruth: () => true,
  holds: { of: { is: "supervisor", json: "supervisor" }, by: { is: "supervisor" } },
  named,
  fromJson: ({ supervisor, ...options }) =>
    audited(supervisor as SupervisorBase, options as AuditedOptions),
  say(spec, seed, room) {
    const { transfer } = room.rows(seed);
    const oracle =
      spec.oracle < 1 ? Math.max(1, Math.round(spec.oracle * transfer.length)) : spec.oracle;
    if (oracle > transfer.length) {
      throw new InputError(
        `audited: "oracle" must be at most the ${transfer.length} transfer examples of ` +
          `${room.task.name}, got ${oracle}`,
      );
    }
    const said = { by: room.say(spec.of, seed), doubt: spec.by && room.say(spec.by, seed) };
    return auditedStep({ ...spec, oracle }, said, seed, room);
  },
  notes: ({ label, oracle, where, by }) => [
    `${label}: ${budgetOf(oracle)} ${oracle < 1 ? "of the " : ""}labels of transfer are ground ` +
      "truth, asked " +
      (where === "random"
        ? "at random"
        : `where ${by?.label ?? "the supervisor"} is ${PLACES[where]}`),
  ],
  facts: (spec, _, [of]) => ({ ...of!, adapted: `${of!.adapted}, ${oracleOf(spec)}` }),
};

const PLACES = { unsure: "least sure", sure: "surest" } as const;
