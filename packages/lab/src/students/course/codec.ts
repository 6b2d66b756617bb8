// How a training's course lies in the store: arrays with one entry an evaluation, the facts
// `chosenEpoch` and `chosenStep`, and what was said of the watched rows by then.

import { ndarray } from "@w2s/grad";
import { float32, int32 } from "../../labels/index.js";
import type { JsonObject, StepResult } from "../../store/index.js";
import type { Course } from "../student.js";

/** Facts as an object, so that others can stand beside them. */
type Encoded = Pick<StepResult, "arrays"> & { readonly facts: JsonObject };

export function encodeCourse(course: Course | undefined): Encoded {
  if (course === undefined) return { facts: {}, arrays: {} };
  const { steps, chosenEpoch, chosenStep, watched } = course;
  const numbers = { loss: course.loss, agreement: course.agreement, ...selected(course) };
  return {
    facts: { chosenEpoch, chosenStep },
    arrays: {
      steps: ndarray(Int32Array.from(steps), [steps.length]),
      ...Object.fromEntries(
        Object.entries(numbers).map(([name, values]) => [
          name,
          ndarray(Float32Array.from(values), [values.length]),
        ]),
      ),
      ...(watched && {
        watch: ndarray(watched.rows, [watched.rows.length]),
        said: ndarray(watched.said, [steps.length, watched.rows.length]),
      }),
    },
  };
}

/** What evaluations were selected by, where that is no agreement. */
function selected({ validationLoss, oracle }: Course) {
  return {
    ...(validationLoss.length > 0 && { validationLoss }),
    ...(oracle.length > 0 && { oracle }),
  };
}

/** The course, where there is one. */
export function decodeCourse({ facts, arrays }: StepResult): { readonly course?: Course } {
  if (arrays.loss === undefined) return {};
  const numbers = (name: string) => (arrays[name] ? [...float32(arrays, name).data] : []);
  const { said } = arrays;
  return {
    course: {
      steps: [...int32(arrays, "steps").data],
      loss: numbers("loss"),
      agreement: numbers("agreement"),
      validationLoss: numbers("validationLoss"),
      oracle: numbers("oracle"),
      chosenEpoch: numberIn(facts, "chosenEpoch"),
      chosenStep: numberIn(facts, "chosenStep"),
      ...(said?.data instanceof Uint8Array && {
        watched: { rows: int32(arrays, "watch").data, said: said.data },
      }),
    },
  };
}

/** A number among the facts; 0 where there is none. */
export function numberIn(facts: StepResult["facts"], name: string): number {
  if (typeof facts !== "object" || facts === null) return 0;
  const value: unknown = Object.entries(facts).find(([key]) => key === name)?.[1];
  return typeof value === "number" ? value : 0;
}
