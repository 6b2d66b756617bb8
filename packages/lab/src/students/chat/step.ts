// Chat steps: a model is asked for the labels of some rows. Like a fit, it cannot tell whose labels
// its context has. Every answer is a step of its own, kept as it comes: what was answered before
// the run was cut off is not asked again.

import { ndarray } from "@w2s/grad";
import * as z from "zod";
import { Asker, foreseenAnswer, type Served, someAtOnce } from "../../chat/index.js";
import {
  type Codec,
  type Foreseen,
  hashOf,
  kept,
  type RunContext,
  type Spending,
  type Step,
  type StepKind,
} from "../../engine/index.js";
import {
  decodeLabels,
  encodeLabels,
  type FitRows,
  type Labels,
  labelsOf,
  mostProbable,
} from "../../labels/index.js";
import type { Texts } from "../../reading/index.js";
import type { ChoiceShape } from "../../tasks/index.js";
import { labelledRows } from "../shared/labelled-rows.js";
import { chooseShots } from "../shared/shots.js";
import type { Fit } from "../student.js";
import { labelOf, questionsOf } from "./label.js";
import type { ChatQuestion, ChatShot } from "./question.js";
import type { Asking } from "./recipe.js";

/** What a chat model says, and what its answers took, whenever they were given. */
export interface ChatResult extends Fit {
  readonly asked: Omit<Spending, "cost">;
  /** Answers that were none of the options, and count as all of them alike. */
  readonly nonsense: number;
}

export interface ChatValue {
  readonly shape: ChoiceShape;
  readonly options: number;
  /** What the options are called, [K]. */
  readonly names: readonly string[];
  readonly texts: Texts;
  readonly by: Served;
  readonly rows: FitRows;
  /** Whether which rows have labels is known only when they are computed: shots are of those. */
  readonly filtered?: true | undefined;
  readonly asking: Asking;
  /** Decides shots and draws; null where there are none. */
  readonly seed: number | null;
}

interface ChatInputs {
  /** Without shots, no label is looked at. */
  readonly labels: Step<Labels> | undefined;
  readonly [role: string]: Step | undefined;
}

export type ChatStep = Step<ChatResult, ChatValue, ChatInputs>;

const factsSchema = z.object({
  asked: z.object({ questions: z.number(), tokensIn: z.number(), tokensOut: z.number() }),
  nonsense: z.number(),
});

const codec: Codec<ChatResult> = {
  encode: ({ asked, nonsense, ...fit }) => {
    const { facts, arrays } = encodeLabels(fit);
    return { facts: { ...facts, asked: { ...asked }, nonsense }, arrays };
  },
  decode: (stored) => ({ ...decodeLabels(stored), ...factsSchema.parse(stored.facts) }),
};

export const chatKind: StepKind<ChatResult, ChatValue, ChatInputs> = {
  name: "chat",
  version: 1,
  codec,
  describe: ([step]) => ({
    label: step!.label,
    unit: "examples",
    total: step!.value.rows.predict.length,
  }),
  cost: (steps) =>
    steps.reduce((sum, { value: { asking, rows } }) => {
      return sum + rows.predict.length * asking.orders * asking.samples;
    }, 0),
  rateKey: ([step]) => JSON.stringify(step!.value.by.identity),
  foresees: ({ value }) => foreseenBy(value),
  took: ({ value }, { asked }) => value.by.priced(asked),
  async run([step], context) {
    const started = performance.now();
    const result = await labelled(step!, context);
    await context.keep(kept(step!, result), performance.now() - started);
  },
};

async function labelled(step: ChatStep, context: RunContext): Promise<ChatResult> {
  const { value, label } = step;
  const { by, asking, rows, options } = value;
  const asker = new Asker(context);
  const labelling = {
    by,
    asking,
    shots: await shotsOf(step, context),
    seed: value.seed ?? 0,
  };
  let done = 0;
  try {
    const said = await someAtOnce([...rows.predict], by.concurrency, async (row) => {
      const one = await labelOf(asker, labelling, askedOf(value, row));
      context.progress(++done);
      return one;
    });
    const nonsense = said.reduce((sum, one) => sum + one.nonsense, 0);
    if (nonsense > 0) {
      context.warn(`${label}: ${nonsense} answers were none of the options, and say nothing`);
    }
    const { questions, tokensIn, tokensOut } = asker.spentOn(by);
    const data = Float32Array.from(said.flatMap(({ probabilities }) => probabilities));
    return {
      rows: rows.predict,
      probabilities: ndarray(data, [rows.predict.length, options]),
      asked: { questions, tokensIn, tokensOut },
      nonsense,
    };
  } finally {
    await asker.close();
  }
}

/** Labelled examples of the context; none where none are asked for. */
async function shotsOf({ value, inputs }: ChatStep, context: RunContext): Promise<ChatShot[]> {
  if (!inputs.labels) return [];
  const { rows, filtered, asking, options, seed } = value;
  const train = await labelledRows(rows.train, filtered, inputs.labels, context);
  const labels = labelsOf(await context.result(inputs.labels), train);
  const drawn = chooseShots({ train, labels, options }, asking.shots, seed!, "chat");
  return drawn.map((row) => ({
    asked: askedOf(value, row),
    option: mostProbable(labels.data, train.indexOf(row), options),
  }));
}

function askedOf({ shape, texts, names, options }: ChatValue, row: number): ChatQuestion {
  const each = shape === "compare" ? options : 1;
  return { shape, texts: texts.list.slice(row * each, (row + 1) * each), names };
}

/**
 * What may be asked. Where examples stand in the context, which ones is not known yet, nor what the
 * questions are called: then as many of the first rows stand for them.
 */
function foreseenBy(value: ChatValue): Foreseen[] {
  const { by, asking, rows, seed } = value;
  by.checkKey();
  const shots = [...rows.train.subarray(0, asking.shots)].map((row) => ({
    asked: askedOf(value, row),
    option: 0,
  }));
  const isKnown = shots.length === 0;
  return [...rows.predict].flatMap((row) =>
    questionsOf({ asking, shots, seed: seed ?? 0 }, askedOf(value, row)).map(({ question }) => {
      const foreseen = foreseenAnswer(by, question);
      const name = isKnown ? foreseen.name : hashOf([[foreseen.name, rows.identity, `${seed}`]]);
      return { ...foreseen, name };
    }),
  );
}
