// Labels that people gave, or another program: read from a file, joined by example id, several
// annotators combined. Nothing is trained.

import { checkOptions, InputError } from "@w2s/base";
import type { Step } from "../engine/index.js";
import { type Labels, labelsFrom, Rows } from "../labels/index.js";
import { sourceIn } from "../tasks/from-json.js";
import { isSource, SOURCE_FORM, type Source, sourceName } from "../tasks/source.js";
import { checkLabelled, openAnswers, peopleNotes } from "./people/answers.js";
import { isSession, type LabelsOptions, type LabelsSpec, labelsSchema } from "./people/options.js";
import { standInStep } from "./people/stand-in.js";
import { peopleStep } from "./people/step.js";
import type { SupervisorKind } from "./supervisor.js";

/**
 * Labels from a file (.jsonl, .json, .csv, .tsv, .parquet), or several, or `rows(...)`: people's,
 * or another program's. Every example that is asked about needs one, under every seed: all of
 * `transfer`, `validation` and, unless `test` says otherwise, `test`.
 *
 *     labels("labelling/sst2/people.jsonl")
 *     labels("people.csv", { label: "answer", annotator: "who", combine: "dawid-skene" })
 *     labels("model.csv", { id: "uid", probabilities: "scores" })
 *
 * Without options the file is a labelling session of the studio, whose fields are known.
 *
 * @throws InputError for an unknown or wrong option, and unless one of `label`, `probability` and
 * `probabilities` is given, or no field at all; when a study is planned, for a file that does not
 * fit
 */
export function labels(source: Source, given: LabelsOptions = {}): LabelsSpec {
  const options = checkOptions(labelsSchema, given, "labels");
  if (!isSource(source)) throw new InputError(`labels: the first argument must be ${SOURCE_FORM}`);
  const { label, probability, probabilities, annotator, combine, classes, as } = options;
  const session = isSession({ options });
  const said = [label, probability, probabilities].filter((one) => one !== undefined);
  if (!session && said.length !== 1) {
    throw new InputError(
      `labels: give one of "label", "probability" and "probabilities", got ${said.length}`,
    );
  }
  if (!session && combine !== undefined && annotator === undefined) {
    throw new InputError('labels: "combine" needs "annotator", the field that says who');
  }
  if (classes !== undefined && label === undefined) {
    throw new InputError('labels: "classes" needs "label", the field whose values it maps');
  }
  if (!session && options.confidence) {
    throw new InputError(
      'labels: "confidence" is for a labelling session of the studio, which needs no "label"',
    );
  }
  const several = annotator !== undefined || combine !== undefined;
  const how = several ? ` (${combine ?? "majority"})` : "";
  return { kind: "labels", source, options, label: as ?? `${labelsName(source)}${how}` };
}

/** The file's name to its first dot, as in "people" for people.v2.jsonl. */
function labelsName(source: Source): string {
  const { base } = sourceName(source);
  return typeof source === "string" || Array.isArray(source) ? base.replace(/(\.\w+)+$/, "") : base;
}

export const labelsKind: SupervisorKind<LabelsSpec> = {
  name: "labels",
  assumes: "is a file of labels; how they came about is not known here.",
  schema: labelsSchema,
  ofTruth: ({ options }) => options.test === "transfer",
  holds: {},
  named: (spec) => spec,
  fromJson({ source, ...options }) {
    return labels(sourceIn(source, options, "labels"), options as LabelsOptions);
  },
  open: async (spec, room) => void (await openAnswers(spec, room)),
  notes: (spec, room) => peopleNotes(spec, room),
  say(spec, seed, room): Step<Labels> {
    const said = peopleStep(spec, room);
    const [transfer, validation, test, ...others] = room.parts(seed);
    checkLabelled(spec, { transfer, validation }, room);
    if (others.length > 0) checkLabelled(spec, { "held part of supervise": others[0] }, room);
    if (spec.options.test === "transfer") return standInStep(said, spec.label, seed, room);
    checkLabelled(spec, { test }, room);
    return labelsFrom(room.graph, said, new Rows(room.asked(seed)), "soft");
  },
  facts: () => null,
};
