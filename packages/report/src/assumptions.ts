// What a reader must grant for this study to say anything about people who supervise better AI, and
// where the likeness ends: derived from its plan and its outcomes. The two disanalogies are those
// of Burns et al. 2023, section 6.1; the six assumptions of the plan that the experiment is for,
// their appendix G.3.

import { listed, plural } from "@w2s/base";
import { armNames, type Design, median, type Outcome } from "@w2s/lab";
import { armShown } from "./arm-shown.js";
import { armWords } from "./bullets.js";
import { chanceLevel } from "./explained.js";
import { byTask } from "./groups.js";
import { metricOf, scoreRange } from "./numbers.js";
import { percent } from "./percent.js";

/** Something to grant: what it is called, and what is so of this study. */
export interface Assumption {
  readonly title: string;
  readonly text: string;
}

/** What a reader of a study must grant. */
export interface Assumptions {
  /** Of this study's own set-up. */
  readonly study: readonly Assumption[];
  /** The sources' two disanalogies, with what was seen of them. */
  readonly limits: readonly Assumption[];
  /** The six assumptions of the sources' plan, with what this study has to do with them. */
  readonly plan: readonly Assumption[];
}

/**
 * What must be granted, from a study's outcomes and its design.
 * @param design undefined for results of earlier versions, which did not keep it
 */
export function assumptionsOf(outcomes: readonly Outcome[], design?: Design): Assumptions {
  return {
    study: [...(design ? ofDesign(design) : unknownDesign(outcomes)), ...ofOutcomes(outcomes)],
    limits: outcomes.length === 0 ? [] : [imitation(outcomes), leakage(outcomes)],
    plan: outcomes.length === 0 ? [] : planAssumptions(outcomes),
  };
}

function unknownDesign(outcomes: readonly Outcome[]): Assumption[] {
  if (outcomes.length === 0) return [];
  const text =
    "These results were written before studies kept their set-up: what selected students' " +
    "weights, and which settings are the study's own, is not known from them.";
  return [{ title: "Set-up", text }];
}

function ofDesign(design: Design): Assumption[] {
  return [
    ...granted("Who teaches", design.supervisors),
    ...granted("Who learns", design.students),
    ...selection(design),
    ...heldAgainst(design),
    ...settings(design),
    ...truthTold(design),
    ...testing(design),
  ];
}

/** What kinds say of themselves, once a kind. */
function granted(
  title: string,
  roles: readonly { readonly label: string; readonly assumes: string }[],
): Assumption[] {
  return [...new Set(roles.map(({ assumes }) => assumes))].map((assumes) => {
    const names = named(roles.filter((role) => role.assumes === assumes));
    return { title, text: `${names}: each ${assumes}` };
  });
}

function named(roles: readonly { readonly label: string }[]): string {
  const labels = roles.map(({ label }) => label);
  const shown = labels.slice(0, 4);
  const left = labels.length - shown.length;
  return left > 0 ? `${shown.join(", ")} and ${left} more` : listed(shown);
}

const rules: Readonly<Record<string, string>> = {
  agreement: "are kept at the evaluation that agrees most with their weak labels on validation",
  loss: "are kept at the evaluation whose loss to their weak labels on validation is least",
  last: "are kept as they are after the last step: nothing selects",
  oracle:
    "are kept where they agree most with ground truth of validation: what selection could gain " +
    "at most, and no result of weak supervision",
};

function selection({ students, supervisors }: Design): Assumption[] {
  const said = Object.entries(rules).flatMap(([rule, text]) => {
    const own = students.filter((student) => student.selection === rule);
    return own.length === 0 ? [] : [`The weights of ${named(own)} ${text}.`];
  });
  const truth = supervisors.some(({ trained }) => trained)
    ? "Trained supervisors and ceilings are selected on ground truth of their own splits."
    : "Ceilings are selected on ground truth.";
  return said.length === 0
    ? []
    : [{ title: "What weights were chosen on", text: [...said, truth].join(" ") }];
}

/** A program may use fewer rows than its ceiling, or more students. */
function heldAgainst({ methods }: Design): Assumption[] {
  const programs = methods
    .filter(({ isProgram }) => isProgram)
    .map(({ name: label }) => ({ label }));
  if (programs.length === 0) return [];
  const text =
    `${named(programs)} may leave examples out, change their labels, go through other models or ` +
    "train several students. They are held against the ceiling of every other method, one " +
    "student taught by ground truth on all of transfer: what such a program would bring out of " +
    "ground truth is not known.";
  return [{ title: "What methods are held against", text }];
}

function settings({ students }: Design): Assumption[] {
  const own = students.filter((student) => student.settings.length > 0);
  const title = "What settings were chosen on";
  if (own.length === 0) {
    return [{ title, text: "Every setting of every student is the default of its kind." }];
  }
  const shown = own.slice(0, 4).map((student) => {
    const list = student.settings.map(({ name, value }) => `${name} ${value}`);
    return `${student.label} has ${list.join(", ")}`;
  });
  const left = own.length - shown.length;
  return [
    {
      title,
      text:
        `${shown.join("; ")}${left > 0 ? `; and ${left} more` : ""}. What these were chosen on ` +
        "is not recorded: where ceilings or test scores were looked at first, ground truth took " +
        "part.",
    },
  ];
}

function truthTold({ students, supervisors }: Design): Assumption[] {
  const told = students.filter((student) => student.told);
  const truthful = supervisors.filter(({ saysTruth }) => saysTruth);
  if (told.length === 0) return [];
  const undo =
    truthful.length === 0
      ? ""
      : ` The labels of ${named(truthful)} are or may be made of ground truth, which a ceiling ` +
        "may learn to undo.";
  const text = `${named(told)} read what their supervisor said, at test too.${undo}`;
  return [{ title: "Labels within texts", text }];
}

function testing({ tasks }: Design): Assumption[] {
  const pooled = tasks.filter(({ ownTest }) => !ownTest).map(({ name }) => name);
  const own = tasks.filter(({ ownTest }) => ownTest).map(({ name }) => name);
  const said = [
    ...(pooled.length === 0
      ? []
      : [
          `Test examples of ${named(pooled.map((label) => ({ label })))} are drawn from the pool ` +
            "that the other splits are drawn from: how students do on other inputs is not tested.",
        ]),
    ...(own.length === 0
      ? []
      : [
          `${named(own.map((label) => ({ label })))}: the test split comes from a file of its own.`,
        ]),
  ];
  return said.length === 0 ? [] : [{ title: "What the test split is", text: said.join(" ") }];
}

function ofOutcomes(outcomes: readonly Outcome[]): Assumption[] {
  if (outcomes.length === 0) return [];
  const seeds = Math.min(...outcomes.map((outcome) => outcome.seeds.length));
  const metrics = [
    ...new Set(outcomes.map(({ metric }) => (metric === "auroc" ? "AUROC" : metric))),
  ];
  const ofSeeds =
    seeds === 1
      ? "There is one seed: intervals are over test examples, and say nothing about other seeds."
      : `Intervals are over test examples and ${seeds} seeds. Every seed halves the same pool of ` +
        "examples, so two seeds share about half of their training rows: intervals say little " +
        "about other pools.";
  return [
    {
      title: "What intervals cover",
      text: `${ofSeeds} They do not cover other tasks, models, pretraining runs or settings.`,
    },
    {
      title: "What PGR compares",
      text:
        `It compares ${listed(metrics)} on one test split per task. It says nothing about what a ` +
        "student does elsewhere, nor why.",
    },
    ...missingArms(outcomes),
  ];
}

function missingArms(outcomes: readonly Outcome[]): Assumption[] {
  const text = armsNotRun(outcomes);
  return text === null ? [] : [{ title: "Arms that were not run", text }];
}

/**
 * Which arms were not run, in how many rows and why; of those reasons alone that are asked for. An
 * arm that is chance by definition is not missing.
 */
export function armsNotRun(
  outcomes: readonly Outcome[],
  isAskedFor: (reason: string) => boolean = () => true,
): string | null {
  const missing = armNames.flatMap((name) => {
    const reasons = outcomes.flatMap((outcome) => {
      const arm = outcome.arms[name];
      return arm.run || armShown(outcome, name) !== null ? [] : [arm.reason];
    });
    const meant = reasons.filter(isAskedFor);
    if (meant.length === 0) return [];
    return [`${armWords[name]} in ${meant.length} of ${outcomes.length} rows (${meant[0]})`];
  });
  if (missing.length === 0) return null;
  return `Not run: ${missing.join("; ")}. What these would have explained is not known.`;
}

/** Whether students imitate, and how much of it was copying. */
function imitation(outcomes: readonly Outcome[]): Assumption {
  const both = outcomes.flatMap(({ errorsRepeated: { student, ceiling } }) =>
    student && ceiling ? [{ student: student.value, ceiling: ceiling.value }] : [],
  );
  const students = median(both.map(({ student }) => student));
  const ceilings = median(both.map(({ ceiling }) => ceiling));
  const seen =
    both.length === 0 || students === undefined || ceilings === undefined
      ? "How much of their supervisors' errors these students repeat was not measured."
      : `Here the median student repeats ${percent(students)} of its supervisor's errors, and ` +
        `its ceiling, which never saw them, ${percent(ceilings)}.`;
  const text =
    "A future model may know well what its supervisors think, and imitate their errors more " +
    `readily than these students do; and people's errors may be of another kind. ${seen}`;
  return { title: "Imitation saliency", text };
}

/** Whether the task was known before anybody taught it. */
function leakage(outcomes: readonly Outcome[]): Assumption {
  const scored = outcomes.flatMap((outcome) => {
    const { untouched } = outcome.arms;
    return untouched.run ? [{ outcome, at: metricOf(outcome, untouched.scores) }] : [];
  });
  const knew = scored.filter(({ outcome, at }) => at.low > chanceLevel(outcome)).length;
  const isNew = (outcome: Outcome) => armShown(outcome, "untouched")?.isChance === true;
  const heads = outcomes.filter(isNew).length;
  const unknown =
    heads === 0
      ? "No untouched student was scored, so what its pretraining held of the task is not known " +
        "from this study."
      : `In ${heads} of ${plural(outcomes.length, "row")} the student's head is new, so that ` +
        "untouched it is at chance by definition, whatever its pretraining held of the task.";
  const seen =
    scored.length === 0
      ? unknown
      : `Untouched students scored ${scoreRange(scored.map(({ at }) => at))}, clearly above ` +
        `chance in ${knew} of ${plural(scored.length, "row")} with one.`;
  const text =
    "A student's pretraining may already hold what supervision is to bring out, in a way that " +
    `would not be so for a superhuman task. ${seen}`;
  return { title: "Pretraining leakage", text };
}

function planAssumptions(outcomes: readonly Outcome[]): Assumption[] {
  return [
    {
      title: "Base models do not deceive",
      text: "That pretrained models have no aims of their own is taken for granted, not tested.",
    },
    {
      title: "What is brought out is robust, or need not be",
      text: "Nothing was optimized against these students: how they would then answer is untested.",
    },
    { title: "The concept is natural to the model", text: natural(outcomes) },
    { title: "Progress is gradual", text: "Nothing here bears on it." },
    { title: "Moderately better models are enough", text: gapInSize(outcomes) },
    {
      title: "Values need not be settled first",
      text: "Every example here has a right option; questions without one are not asked.",
    },
  ];
}

/** A concept that ground truth cannot bring out of a model is not natural to it. */
function natural(outcomes: readonly Outcome[]): string {
  const found = byTask(outcomes).map((rows) => ({
    task: rows[0]!.task,
    clear: rows.some((row) => metricOf(row, row.scores.ceiling).low > chanceLevel(row)),
  }));
  const without = found.filter(({ clear }) => !clear).map(({ task }) => task);
  const clear = found.length - without.length;
  const not = without.length === 0 ? "" : ` Not on ${listed(without)}.`;
  return (
    `On ${clear} of ${plural(found.length, "task")} ground truth brings some student clearly ` +
    `above chance.${not} That says that the concept is there, not that it is what people mean ` +
    "by it."
  );
}

/** The largest step from a supervisor to its student, against the paper's four orders. */
function gapInSize(outcomes: readonly Outcome[]): string {
  for (const [key, name] of [
    ["pretrainingFlop", "pretraining compute"],
    ["parameters", "parameters"],
  ] as const) {
    const steps = outcomes.flatMap(({ supervisorModel, studentModel }) => {
      const [weak, strong] = [supervisorModel[key], studentModel[key]];
      return weak && strong ? [Math.log10(strong / weak)] : [];
    });
    if (steps.length === 0) continue;
    return (
      `The largest step from a supervisor to its student is ${Math.max(...steps).toFixed(1)} ` +
      `orders of magnitude of ${name}; the sources hope to bridge about 4 of compute.`
    );
  }
  return "How much larger students are than their supervisors is not known.";
}
