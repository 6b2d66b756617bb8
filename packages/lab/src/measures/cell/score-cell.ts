// All measures of one cell of a study: what an outcome says about its test split.

import { once } from "../../once.js";
import { roleMeasures } from "../all.js";
import {
  type BootstrapOptions,
  chanceIn,
  drawsFor,
  inputsOf,
  summarize,
} from "../bootstrap/bootstrap.js";
import { percentileInterval } from "../bootstrap/interval.js";
import { meanOf, type Resampled, resampledMeasure } from "../bootstrap/resampled.js";
import type { Resampler } from "../bootstrap/resampler.js";
import {
  type ArmName,
  armNames,
  type CellPredictions,
  type RoleName,
  type RolePredictions,
  rolesOf,
} from "../bootstrap/roles.js";
import type { Measure } from "../measure.js";
import { packDraws } from "../over-tasks/kept-draws.js";
import type { UserMeasure } from "../user-measure.js";
import { errorsRepeated } from "./errors-repeated.js";
import { meanAgreement } from "./means.js";
import { nearConstant } from "./near-constant.js";
import { scoreParts, type TestFacts } from "./parts.js";
import { type Arm, type CellScores, type RoleScores, roleScoresSchema } from "./schema.js";

export interface ScoreOptions extends BootstrapOptions {
  /** What else is known of the test examples; default: nothing. */
  readonly facts?: TestFacts;
  /** Why an arm is not there; default: "not run". */
  readonly absent?: Readonly<Partial<Record<ArmName, string>>>;
  /** Measures of the study's own; default: none. */
  readonly measures?: readonly UserMeasure[];
}

export interface ScoredCell {
  readonly scores: CellScores;
  /**
   * The student's metric in every resample [B]: kept so that methods can be compared on the same
   * draws (`compareMethods`).
   */
  readonly draws: Float64Array;
}

/**
 * Measures one cell: accuracy and (with two options and both classes) AUROC of each role with
 * intervals; gap, gain, PGR and what the student is ahead of each arm, paired, on `options.metric`;
 * log loss, calibration error and agreement as means over seeds; errors repeated, by student and
 * ceiling; the study's own measures; agreement by facts.
 * @throws InputError as `bootstrapPgr`, and for what a measure of the study's own gives
 */
export function scoreCell(cell: CellPredictions, options: ScoreOptions): ScoredCell {
  const { metric, confidence = 0.95, facts = new Map(), measures = [], absent = {} } = options;
  const draws = drawsFor(cell, options);
  const roles = rolesOf(cell);
  const links = (cell.links ?? []).map(({ said }) => said);
  const table = new CellTable(
    cell,
    [...roles.map(([, said]) => said), ...links],
    draws,
    confidence,
  );
  const scores = table.roleScores(metric);
  const byRole = new Map(roles.map(([name], i) => [name, table.of(roleMeasures[metric])[i]!]));
  const named = Object.fromEntries(roles.map(([name], i) => [name, scores[i]!]));
  const { gap, gain, pgr, overArm, clearElsewhere } = summarize(cell, byRole, options);
  const { values: weak } = byRole.get("weak")!;
  const over = (name: RoleName) => byRole.get(name)!.values.map((value, b) => value - weak[b]!);
  const arm = (name: ArmName): Arm => {
    const [own, difference] = [named[name], overArm[name]];
    return own && difference
      ? { run: true, scores: own, difference }
      : { run: false, reason: absent[name] ?? "not run" };
  };
  const found: CellScores = {
    testExamples: cell.truth.length,
    chance: chanceIn(cell),
    metric,
    scores: { weak: named.weak!, student: named.student!, ceiling: named.ceiling! },
    gap,
    gain,
    pgr,
    arms: armsOf(arm),
    agreement: meanAgreement(cell),
    errorsRepeated: errorsRepeated(cell, draws, confidence),
    bySeed: Object.fromEntries([...byRole].map(([name, { bySeed }]) => [name, [...bySeed]])),
    clearElsewhere,
    draws: { gain: packDraws(over("student")), gap: packDraws(over("ceiling")) },
    links: (cell.links ?? []).map(({ name }, i) => ({ name, scores: scores[roles.length + i]! })),
    nearConstant: nearConstant(cell, named),
    measures: Object.fromEntries(
      measures.map((own) => [
        own.name,
        table.estimates(
          own,
          roles.map(([name]) => name),
        ),
      ]),
    ),
    parts: scoreParts(cell, facts),
  };
  return { scores: found, draws: byRole.get("student")!.values };
}

function armsOf(arm: (name: ArmName) => Arm): CellScores["arms"] {
  const [untouched, uninformed, selfTaught] = armNames.map(arm);
  return { untouched: untouched!, uninformed: uninformed!, selfTaught: selfTaught! };
}

/** Every measure of every role and link, each computed once. */
class CellTable {
  private readonly inputs;
  private readonly made = new Map<Measure, readonly Resampled[]>();

  constructor(
    private readonly cell: CellPredictions,
    said: readonly RolePredictions[],
    private readonly draws: Resampler,
    private readonly confidence: number,
  ) {
    this.inputs = said.map((one) => inputsOf(one, cell));
  }

  of(measure: Measure): readonly Resampled[] {
    return once(this.made, measure, () => resampledMeasure(measure, this.inputs, this.draws));
  }

  /** The entries of every role and link, in their order. */
  roleScores(metric: BootstrapOptions["metric"]): RoleScores[] {
    const ranks = metric === "auroc" || this.ranks();
    return this.inputs.map((inputs, i) => {
      const entries = Object.values<Measure>(roleMeasures).map((measure) => {
        if (!measure.interval) return [measure.name, meanOf(inputs.map(measure.compute))];
        if (measure === roleMeasures.auroc && !ranks) return [measure.name, null];
        return [measure.name, this.estimate(this.of(measure)[i]!)];
      });
      return roleScoresSchema.parse(Object.fromEntries(entries));
    });
  }

  /** A measure of the first of the roles, by their names. */
  estimates(measure: Measure, names: readonly RoleName[]): CellScores["measures"][string] {
    const all = this.of(measure);
    return Object.fromEntries(names.map((name, i) => [name, this.estimate(all[i]!)]));
  }

  private estimate({ value, values }: Resampled) {
    return value === null ? null : percentileInterval(value, values, this.confidence);
  }

  /** Whether the test can be ranked: two options, and both occur. */
  private ranks(): boolean {
    const options = this.inputs[0]![0]!.probabilities.shape[1];
    return options === 2 && new Set(this.cell.truth).size === 2;
  }
}
