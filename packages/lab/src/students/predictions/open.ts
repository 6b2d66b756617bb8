// A study's files of predictions, opened: what each trial's student and ceiling said, by example.

import { InputError } from "@w2s/base";
import type { Step } from "../../engine/index.js";
import { answerReader, nearId, type Rows } from "../../labels/index.js";
import type { Room, TaskFacts } from "../../reading/index.js";
import type { Fit, Places, SaidElsewhere, Whose } from "../student.js";
import { answerIn, type Predicted, type Predictions, readPredictions, twice } from "./read.js";
import type { PredictionsSpec } from "./spec.js";
import { Given, givenKind } from "./step.js";

export class OpenPredictions implements SaidElsewhere {
  private constructor(
    private readonly spec: PredictionsSpec,
    private readonly places: Places,
    private readonly all: readonly Predictions[],
  ) {}

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
    const { role, task, supervisor, seed } = whose;
    const by = role === "ceiling" ? "ground truth" : supervisor;
    const label = `${spec.label} taught by ${by} on ${task}, seed ${seed}`;
    return room.graph.step(givenKind, { said }, {}, label);
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
    const parts = [
      ["task", tasks.length],
      ["seed", seeds.length],
      ["supervisor", role === "student" ? supervisors.length : 1],
    ] as const;
    for (const [part, count] of parts) {
      if (count === 1 || of[part] !== undefined) continue;
      throw new InputError(
        `${this.spec.path}: the study has ${count} ${part}s, and nothing says which one these ` +
          `predictions are of; give a field "${part}", or {${part}} in the path`,
      );
    }
  }

  private missing(whose: Whose, ids: readonly string[], count: number): InputError {
    const { role, task, supervisor, seed } = whose;
    const of = role === "ceiling" ? "the ceiling" : `the student of ${supervisor}`;
    return new InputError(
      `${this.spec.path}: says nothing of ${ids.length} of ${count} test examples of ${task} for ` +
        `${of}, seed ${seed}; the first is ${JSON.stringify(ids[0])}` +
        (ids.length === count ? this.instead(whose) : ""),
    );
  }

  /** What the file has in the place of a trial of which it says nothing. */
  private instead(whose: Whose): string {
    const there = this.all.map(({ of }) => of);
    for (const part of ["role", "task", "supervisor", "seed"] as const) {
      const had = [...new Set(there.map((of) => of[part]))].filter((one) => one !== undefined);
      const wanted = whose[part];
      if (had.length === 0 || had.includes(wanted as never)) continue;
      const shown = had.slice(0, 3).map((one) => JSON.stringify(one));
      const all = `${shown.join(", ")}${had.length > 3 ? ", ..." : ""}`;
      return `; all of its rows have ${part} ${all}, none ${JSON.stringify(wanted)}`;
    }
    return "";
  }
}
