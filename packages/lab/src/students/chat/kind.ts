// Chat models as a kind of student.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { findFile, letters, Served } from "../../chat/index.js";
import type { Step } from "../../engine/index.js";
import { type FitRows, fitRows, type Labels } from "../../labels/index.js";
import type { Room } from "../../reading/index.js";
import { choiceShape } from "../shared/choice-shape.js";
import { optionChange } from "../shared/recipe-options.js";
import type { StudentKind } from "../student.js";
import { askingOf, type ChatOptions, chatRecipe, chatSchema, serviceOf } from "./recipe.js";
import { type ChatSpec, chat, chatLabel } from "./spec.js";
import { type ChatStep, chatKind } from "./step.js";

const jsonSchema = z.looseObject({
  url: z.string().optional(),
  gguf: z.string().optional(),
  model: z.string().optional(),
  as: z.string().min(1).optional(),
});

export const chatStudentKind: StudentKind<ChatSpec> = {
  name: "chat",
  assumes:
    "is told in its context and never trained, and somebody else's program answers for it: what " +
    "it saw before is not known here.",
  schema: chatSchema,
  learns: "in context",
  labelOf: chatLabel,
  fromJson(model, options, where) {
    checkOptions(z.strictObject({}), model, `${where}: beside "chat"`);
    const { url, gguf, model: name, as, ...own } = checkOptions(jsonSchema, options, "chat");
    return chat({ url, gguf, model: name, as, ...own } as Parameters<typeof chat>[0]);
  },
  withOption: optionChange<ChatSpec, ChatOptions>(chatRecipe, chatLabel),
  source: () => null,
  ready: ({ who }, { baseDir }) => findFile(who, baseDir),
  check({ label, told, recipe }, { task }) {
    const shape = choiceShape(task, "a chat model");
    const { labelWords, answers } = recipe;
    if (told) throw new InputError(`told: ${label} is prompted; a remark needs a trained student`);
    if (task.options > letters.length) {
      throw new InputError(
        `chat: at most ${letters.length} options can be put, ${task.name} has ${task.options}`,
      );
    }
    if (shape === "compare" && (answers === "word" || labelWords)) {
      const option = labelWords ? '"labelWords"' : 'answers "word"';
      throw new InputError(
        `chat: ${option} needs one text with named options; ${task.name} compares texts, which ` +
          "letters stand for",
      );
    }
    if (labelWords && labelWords.length !== task.options) {
      throw new InputError(
        `chat: "labelWords" must be ${task.options}, one an option of ${task.name}, got ` +
          `${labelWords.length}`,
      );
    }
  },
  fit(spec, { rows, seed, labels, filtered, teacher }, room) {
    const how = spec.recipe.shots > 0 ? `taught by ${teacher}` : "asked";
    const label = `${spec.label} ${how} on ${room.task.name}, seed ${seed}`;
    const train = spec.recipe.shots > 0 ? rows.train : nothing;
    return {
      step: asked(spec, fitRows(train, nothing, rows.predict), seed, room, label, labels, filtered),
      trained: null,
    };
  },
  untouched(spec, rows, seed, room) {
    const zero = { ...spec, recipe: { ...spec.recipe, shots: 0 } };
    const label = `${spec.label} without examples on ${room.task.name}`;
    return asked(zero, fitRows(nothing, nothing, rows.predict), seed, room, label);
  },
  speaker: ({ label, who, recipe }) => ({
    label,
    by: Served.of(who, serviceOf(recipe)),
    asking: askingOf(recipe),
  }),
  probeOf: () => null,
  isCheap: () => false,
};

const nothing = new Int32Array(0);

function asked(
  spec: ChatSpec,
  rows: FitRows,
  seed: number,
  { task, texts, graph }: Room,
  label: string,
  labels?: Step<Labels>,
  filtered?: boolean,
): ChatStep {
  const { recipe } = spec;
  const hasShots = recipe.shots > 0;
  const value = {
    shape: choiceShape(task, "a chat model"),
    options: task.options,
    names: recipe.labelWords ?? task.optionNames,
    texts,
    by: Served.of(spec.who, serviceOf(recipe)),
    rows,
    filtered: hasShots && filtered ? (true as const) : undefined,
    asking: askingOf(recipe),
    seed: hasShots || recipe.temperature > 0 ? seed : null,
  };
  return graph.step(chatKind, value, { labels: hasShots ? labels : undefined }, label);
}
