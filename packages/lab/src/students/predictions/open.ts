// A study's files of predictions, opened: what each trial's student, its ceiling and its arms said,
// by example.

import { InputError } from "@w2s/base";
import type { Step } from "../../engine/index.js";
import { answerReader, nearId, type Rows } from "../../labels/index.js";
import { type ArmName, armNames, roleWords } from "../../measures/index.js";
import type { Room, TaskFacts } from "../../reading/index.js";
import type { Fit, Places, SaidElsewhere, Whose } from "../student.js";
import { fileOf } from "./files.js";
import { answerIn, type Predicted, type Predictions, readPredictions, twice } from "./read.js";
import { apartBy, type Role, whoseWords } from "./roles.js";
import type { PredictionsSpec } from "./spec.js";
import { Given, givenKind } from "./step.js";

export class OpenPredictions implements SaidElsewhere {
  readonly arms: ReadonlySet<ArmName>;

  private constructor(
    private readonly spec: PredictionsSpec,
    private readonly places: Places,
    private readonly all: readonly Predictions[],
  ) {
    const there = new Set(all.map(({ of }) => of.role));
    const { recipe } = spec;
    this.arms = new Set(armNames.filter((arm) => there.has(arm) || recipe[arm] !== undefined));
  }

  /** @throws InputError as `readPredictions` */
  static async of(spec: PredictionsSpec, places: Places): Promise<OpenPredictions> {
    return new OpenPredictions(spec, places, await readPredictions(spec, places));
  }

  said(whose: Whose, { list }: Rows, ids: readonly string[], room: Room): Step<Fit> {
    const { spec } = this;
    const found = this.rowsOf(whose, ids, room.task);
    const missing = Array.from(list, (row) => ids[row]!).filter((id) => !found.has(id));
    if (missing.length > 0) throw this.missing(whose, missing, list.length);
    const reader = answerReader(spec.recipe, room.task, "predictions", "options");
    const answers = Array.from(list, (row) => answerIn(found.get(ids[row]!)!, reader));
    const said = new Given(list, room.task.options, Float32Array.from(answers.flat()));
    return room.graph.step(givenKind, { said }, {}, stepLabel(spec, whose));
  }

  /** All that may be this trial's, by example. */
  private rowsOf(whose: Whose, ids: readonly string[], task: TaskFacts): Map<string, Predicted> {
    const known = new Set(ids);
    const found = new Map<string, Predicted>();
    for (const { of, byId } of this.matching(whose)) {
      this.refuseUntold(of, whose);
      for (const [id, row] of byId) {
        if (!known.has(id)) {
          throw new InputError(
            `${row.place}: ${task.name} has no example ${JSON.stringify(id)}` +
              (nearId([id], ids) ||
                "; take ids as w2s labels export writes them, from the same study and limit"),
          );
        }
        const before = found.get(id);
        if (before) throw twice(id, row.place, before);
        found.set(id, row);
      }
    }
    return found;
  }

  private matching(whose: Whose): readonly Predictions[] {
    return this.all.filter(({ of }) =>
      (["role", "task", "supervisor", "seed"] as const).every(
        (part) => of[part] === undefined || of[part] === whose[part],
      ),
    );
  }

  /** One trial's predictions are not another's. */
  private refuseUntold(of: Partial<Whose>, { role }: Whose): void {
    const { tasks, supervisors, seeds } = this.places;
    const apart = apartBy[role];
    const parts = [
      ["task", tasks.length],
      ["seed", apart.seed ? seeds.length : 1],
      ["supervisor", apart.supervisor ? supervisors.length : 1],
    ] as const;
    for (const [part, count] of parts) {
      if (count === 1 || of[part] !== undefined) continue;
      throw new InputError(
        `${fileOf(this.spec, role)}: the study has ${count} ${part}s, and nothing says which one ` +
          `these predictions are of; give a field "${part}", or {${part}} in the path`,
      );
    }
  }

  private missing(whose: Whose, ids: readonly string[], count: number): InputError {
    const { role, task, seed } = whose;
    const isArm = armNames.some((arm) => arm === role);
    return new InputError(
      `${fileOf(this.spec, role)}: says nothing of ${ids.length} of ` +
        `${count} test examples of ${task} for ${whoseWords(whose)}, seed ${seed}; the first is ` +
        JSON.stringify(ids[0]) +
        (ids.length === count ? this.instead(whose) : "") +
        (isArm ? "; an arm is said for every trial, or not at all" : ""),
    );
  }

  /** What the files have in the place of a trial of which they say nothing. */
  private instead(whose: Whose): string {
    const all = this.all.map(({ of }) => of);
    const own = all.filter(({ role }) => role === whose.role);
    return (
      unlike(all, whose, "all of its rows") ||
      unlike(own, whose, `all rows of ${roleWords[whose.role]}`)
    );
  }
}

/** What none of some rows has as it is wanted, as the end of a message; "": nothing. */
function unlike(all: readonly Partial<Whose>[], whose: Whose, rows: string): string {
  for (const part of ["role", "task", "supervisor", "seed"] as const) {
    const had = [...new Set(all.map((of) => of[part]))].filter((one) => one !== undefined);
    const wanted = whose[part];
    if (had.length === 0 || had.includes(wanted)) continue;
    const shown = had.slice(0, 3).map((one) => JSON.stringify(one));
    const listed = `${shown.join(", ")}${had.length > 3 ? ", ..." : ""}`;
    return `; ${rows} have ${part} ${listed}, none ${JSON.stringify(wanted)}`;
  }
  return "";
}

/** What a step is called: whose predictions were read. */
function stepLabel({ label }: PredictionsSpec, { role, task, supervisor, seed }: Whose): string {
  const by: { readonly [R in Role]: string } = {
    student: `taught by ${supervisor}`,
    ceiling: "taught by ground truth",
    untouched: "before training",
    uninformed: `taught by ${supervisor} without information`,
    selfTaught: `taught by ${label} itself`,
  };
  const ofSeed = apartBy[role].seed ? `, seed ${seed}` : "";
  return `${label} ${by[role]} on ${task}${ofSeed}`;
}
