// A page's settings as a study: what the lab plans and runs, in a browser and in Node alike.

import { InputError } from "@w2s/base";
import {
  bootstrapping,
  errors,
  finetune,
  losses,
  type Method,
  model,
  probe,
  type StudentSpec,
  type Study,
  study,
  surest,
} from "@w2s/lab";
import { worldNotes, worldTask } from "@w2s/world";
import { between, head, whole } from "./recipes.js";
import { refusalOf, type Settings, type Width } from "./settings.js";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });

/**
 * The study of some settings: one cell under every seed.
 * @throws InputError where supervisor and student are the same head on the same model
 */
export function studyOf(settings: Settings): Study {
  const { task, examples, seeds, adapt } = settings;
  const refusal = refusalOf(settings);
  if (refusal !== null) throw new InputError(refusal);
  const weak = probe(world(settings.supervisor).layer(2), head);
  const strong = world(settings.student);
  const student = adapt === "probe" ? probe(strong.layer(2), head) : finetune(strong, whole);
  return study({
    name: "playground",
    task: worldTask(task, { examples }),
    supervisors: [supervisorOf(settings, weak, student)],
    students: [student],
    methods: [methodOf(settings)],
    seeds,
    notes: worldNotes,
  });
}

function supervisorOf({ errors: where }: Settings, weak: StudentSpec, student: StudentSpec) {
  if (where === "own") return weak;
  const judged = where === "unconfident" || where === "confidently-correct";
  return errors({ where, like: weak, ...(judged && { of: student }) });
}

function methodOf({ method, supervisor, student }: Settings): Method {
  if (method === "surest") return surest({ keep: 0.5 });
  if (method === "confidence") return losses.confidence({ alpha: 0.75 });
  if (method !== "bootstrapping") return losses[method]();
  return bootstrapping({ through: [probe(world(between(supervisor, student)).layer(2), head)] });
}

/** Names of the zoo's models that a study of these settings reads. */
export function modelsOf({ supervisor, student, method }: Settings): string[] {
  const widths: Width[] = [supervisor, student];
  if (method === "bootstrapping") widths.push(between(supervisor, student));
  return [...new Set(widths)].map((width) => `w2s-world-${width}`);
}
