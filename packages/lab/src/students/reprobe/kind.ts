// Reprobed students as a kind of student.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { finetuneStudentKind } from "../finetune/kind.js";
import { loraKind } from "../lora/kind.js";
import { probedHead } from "../probe/export.js";
import { checkCompared, fitOn, keptBeside } from "../probe/kind.js";
import { type ProbeOptions, probeRecipe, probeSchema } from "../probe/recipe.js";
import { choiceShape } from "../shared/choice-shape.js";
import { labelled, optionChange } from "../shared/recipe-options.js";
import type { StudentKind, Taught } from "../student.js";
import { taughtFeatures } from "./features-step.js";
import { type BodySpec, type ReprobeSpec, reprobe, reprobeLabel } from "./spec.js";

/** The kinds that a body may be of. */
const bodyKinds: {
  readonly [K in BodySpec["kind"]]: StudentKind<Extract<BodySpec, { readonly kind: K }>>;
} = { finetune: finetuneStudentKind, lora: loraKind };

const bodyKind = (body: BodySpec): StudentKind<BodySpec> => bodyKinds[body.kind];

const record = z.record(z.string(), z.unknown());
const json = z.looseObject({ finetune: record.optional(), lora: record.optional() });

export const reprobeKind: StudentKind<ReprobeSpec> = {
  name: "reprobe",
  assumes:
    "is a new linear head on the features of a student that was taught: what its own head had of " +
    "the supervisor is gone, and what its features have stays.",
  schema: probeSchema,
  learns: "by loss",
  labelOf: reprobeLabel,
  fromJson(model, options, where) {
    const { finetune, lora, ...own } = checkOptions(json, options, "reprobe");
    if (finetune && lora) throw new InputError('reprobe: give "finetune" or "lora", not both');
    const kind = lora ? bodyKinds.lora : bodyKinds.finetune;
    const body = kind.fromJson(model, finetune ?? lora ?? {}, where);
    return reprobe(body, own as ProbeOptions);
  },
  withOption: optionChange<ReprobeSpec, ProbeOptions>(probeRecipe, reprobeLabel, keptBeside),
  source: ({ body }) => body.model,
  check({ body }, room) {
    choiceShape(room.task, "a new head on a taught body");
    bodyKind(body).check(body, room);
    checkCompared(room);
  },
  fit(spec, request, room): Taught {
    const { told, before } = spec;
    const own = { ...spec.body, told, before };
    const { head: _, oracle: __, ...taught } = request;
    const body = request.body ?? bodyKind(own).fit(own, taught, room);
    const features = taughtFeatures(room, own, body, told, request.remarks);
    const step = fitOn(features, spec, request, room);
    return { step, trained: probedHead(step, body, spec), body };
  },
  untouched: () => null,
  probeOf: () => null,
  learnFirst: (spec, before) => labelled({ ...spec, before }, reprobeLabel),
  isCheap: ({ body }, rows, room) => bodyKind(body).isCheap(body, rows, room),
  readsTaught: true,
};
