// Consultancy and debate in words: chat models write for their sides, quotes are checked against
// the text, and a chat model reads both and judges. Every answer is a step of its own. Sources:
// Khan et al. 2024 (2402.06782), Kenton et al. 2024 (2407.04622).

import { Asker, type Served, someAtOnce } from "../../../chat/index.js";
import {
  addedSpending,
  type Foreseen,
  hashOf,
  type Identified,
  kept,
  nothingSpent,
  type RunContext,
  type Spending,
  type Step,
  type StepKind,
} from "../../../engine/index.js";
import { type Labels, labelsOn, probabilitiesAt, type Rows } from "../../../labels/index.js";
import type { Transcript, Turn } from "../../../outcome/index.js";
import type { Texts } from "../../../reading/index.js";
import {
  argument,
  argumentQuestion,
  type ChatQuestion,
  judgement,
  judgementQuestions,
  optionName,
  type Side,
  type Speaker,
} from "../../../students/index.js";
import type { ChoiceShape } from "../../../tasks/index.js";
import { asking, spent, tokensIn } from "../budget.js";
import { type OverseenLabels, overseen, overseenCodec } from "../overseen.js";
import { type Arguing, openingTurns, type Position, positionsGiven, sidesOf } from "../sides.js";
import { quotesIn, withChecks } from "./quotes.js";
import type { Speakers } from "./speakers.js";

/** Speakers as a step's name has them: by model and how each is asked. */
export class Roles implements Identified {
  readonly identity;

  constructor(readonly speakers: Speakers) {
    const named = ({ by, asking }: Speaker) => JSON.stringify([by.identity, asking]);
    this.identity = [named(speakers.judge), ...speakers.by.map(named)];
  }

  /** Each service once, the judge's first. */
  get served(): readonly Served[] {
    const { judge, by } = this.speakers;
    return [...new Set([judge, ...by].map((one) => one.by))];
  }
}

export interface WordsValue {
  readonly roles: Roles;
  readonly protocol: string;
  readonly position: Position;
  readonly turns: number;
  readonly simultaneous: boolean;
  readonly shape: ChoiceShape;
  readonly options: number;
  readonly names: readonly string[];
  readonly texts: Texts;
  readonly rows: Rows;
  /** The right option of each row, for transcripts. */
  readonly truth: Rows;
  /** Examples of the task, of which each is given a position. */
  readonly examples: number;
  readonly seed: number;
}

interface WordsInputs {
  /** What the judge says of the texts alone. */
  readonly judge: Step<Labels>;
  /** What those who argue believe. */
  readonly by: readonly Step<Labels>[];
  readonly [role: string]: Step | readonly Step[];
}

export const wordsKind: StepKind<OverseenLabels, WordsValue, WordsInputs> = {
  name: "words",
  version: 1,
  codec: overseenCodec,
  describe: ([step]) => ({
    label: step!.label,
    unit: "examples",
    total: step!.value.rows.list.length,
  }),
  cost: (steps) =>
    steps.reduce((sum, { value: { rows, turns, roles } }) => {
      return sum + rows.list.length * (1 + turns * roles.speakers.by.length);
    }, 0),
  rateKey: ([step]) => step!.value.roles.identity.join(" "),
  foresees: ({ value, name }) => foreseenBy(value, name),
  took: ({ value: { roles } }, { asked = [] }) =>
    asked.reduce<Spending>(
      (sum, one, i) => addedSpending(sum, roles.served[i]!.priced(one)),
      nothingSpent,
    ),
  async run([step], context) {
    const started = performance.now();
    const result = await argued(step!, context);
    await context.keep(kept(step!, result), performance.now() - started);
  },
};

async function argued(
  { value, inputs }: Step<OverseenLabels, WordsValue, WordsInputs>,
  context: RunContext,
): Promise<OverseenLabels> {
  const { rows, options, roles, seed } = value;
  const { probabilities: judge } = labelsOn(await context.result(inputs.judge), rows.list);
  const by: Labels["probabilities"][] = [];
  for (const step of inputs.by) {
    by.push(labelsOn(await context.result(step), rows.list).probabilities);
  }
  const positions = positionsGiven(seed, value.examples, options);
  const asker = new Asker(context);
  let done = 0;
  try {
    const atOnce = Math.max(...roles.served.map(({ concurrency }) => concurrency));
    const transcripts = await someAtOnce([...rows.list], atOnce, async (row, place) => {
      const heard = {
        row,
        truth: value.truth.list[place]!,
        own: probabilitiesAt(judge, place),
        sides: sidesOf(
          by.map((said) => probabilitiesAt(said, place)),
          positions[row]!,
          value.position,
        ),
      };
      const transcript = await hearing(asker, value, heard);
      context.progress(++done);
      return transcript;
    });
    const asked = roles.served.map((one) => {
      const { questions, tokensIn: read, tokensOut } = asker.spentOn(one);
      return { questions, tokensIn: read, tokensOut };
    });
    return { ...overseen(rows.list, options, (_, place) => transcripts[place]!), asked };
  } finally {
    await asker.close();
  }
}

interface Heard {
  readonly row: number;
  readonly truth: number;
  /** What the judge says of the text alone. */
  readonly own: readonly number[];
  readonly sides: readonly Arguing[];
}

async function hearing(
  asker: Asker,
  value: WordsValue,
  { row, truth, own, sides }: Heard,
): Promise<Transcript> {
  const { speakers } = value.roles;
  const { turns, simultaneous, protocol, seed } = value;
  const asked = askedOf(value, row);
  const text = asked.texts.join("\n");
  const written: { readonly side: Arguing; readonly argument: string }[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const before = [...written];
    for (const [i, side] of sides.entries()) {
      const heard = shown(simultaneous ? before : written, asked, text);
      const said = await argument(asker, speakers.by[i]!, asked, side, heard, seed);
      written.push({ side, argument: said });
    }
  }
  const all = shown(written, asked, text);
  const { probabilities } = await judgement(asker, speakers.judge, { ...asked, argued: all }, seed);
  const opening = openingTurns({ text, truth, sides }, own);
  const exchange = written.map(
    ({ side, argument: said }): Turn => ({
      does: "writes",
      who: side.who,
      text: said,
      option: side.option,
      quotes: quotesIn(said, text),
    }),
  );
  const closing: Turn = {
    does: "asks",
    who: "judge",
    text: `${text}\n\n${all}`,
    said: [...probabilities],
    truth,
  };
  const budget = spent([
    asking(text),
    { questions: 1, turns: written.length, tokens: tokensIn(`${text}\n\n${all}`).length },
  ]);
  return { protocol, turns: [...opening, ...exchange, closing], said: probabilities, budget };
}

function askedOf({ shape, texts, names, options }: WordsValue, row: number): ChatQuestion {
  const each = shape === "compare" ? options : 1;
  return { shape, texts: texts.list.slice(row * each, (row + 1) * each), names };
}

/** What was argued so far, as judge and sides read it. */
function shown(
  written: readonly { readonly side: Side; readonly argument: string }[],
  asked: ChatQuestion,
  text: string,
): string {
  return written
    .map(({ side, argument: said }) => {
      const { who, option } = side;
      const name = `${who[0]!.toUpperCase()}${who.slice(1)}`;
      return `${name} argues for "${optionName(asked, option)}":\n${withChecks(said, text)}`;
    })
    .join("\n\n");
}

/** At most: every argument as long as it may be, read by all who come after it. */
function foreseenBy(value: WordsValue, name: string): Foreseen[] {
  const { roles, rows, turns, seed } = value;
  const { judge, by } = roles.speakers;
  for (const one of roles.served) one.checkKey();
  return Array.from(rows.list).flatMap((row) => {
    const asked = askedOf(value, row);
    const questions: Spending[] = [];
    let before = "";
    for (let turn = 0; turn < turns; turn++) {
      for (const [i, speaker] of by.entries()) {
        const side = { who: `debater ${i + 1}`, option: 0 };
        questions.push(speaker.by.foreseen(argumentQuestion(speaker, asked, side, before, seed)));
        before += "x".repeat(4 * speaker.asking.argumentTokens);
      }
    }
    for (const question of judgementQuestions(judge, { ...asked, argued: before }, seed)) {
      questions.push(judge.by.foreseen(question));
    }
    return questions.map((one, i) => ({ ...one, name: hashOf([[name, `${row} ${i}`]]) }));
  });
}
