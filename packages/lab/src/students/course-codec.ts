// How a training's course lies in the store: arrays `steps`, `loss` and `agreement`, one entry an
// evaluation, and the fact `chosenEpoch`.

import { ndarray } from "@w2s/grad";
import { float32, int32 } from "../labels/index.js";
import type { StepResult } from "../store/index.js";
import type { Course } from "./student.js";

export function encodeCourse(course: Course | undefined): StepResult {
  if (course === undefined) return { facts: {}, arrays: {} };
  const { steps, loss, agreement, chosenEpoch } = course;
  return {
    facts: { chosenEpoch },
    arrays: {
      steps: ndarray(Int32Array.from(steps), [steps.length]),
      loss: ndarray(Float32Array.from(loss), [loss.length]),
      agreement: ndarray(Float32Array.from(agreement), [agreement.length]),
    },
  };
}

/** The course, where there is one. */
export function decodeCourse({ facts, arrays }: StepResult): { readonly course?: Course } {
  if (arrays.loss === undefined) return {};
  return {
    course: {
      steps: [...int32(arrays, "steps").data],
      loss: [...float32(arrays, "loss").data],
      agreement: [...float32(arrays, "agreement").data],
      chosenEpoch: chosenIn(facts),
    },
  };
}

function chosenIn(facts: StepResult["facts"]): number {
  const chosen = typeof facts === "object" && facts !== null && "chosenEpoch" in facts;
  return chosen && typeof facts.chosenEpoch === "number" ? facts.chosenEpoch : 0;
}
