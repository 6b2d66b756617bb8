// Consultancy, debate and assistance in words, by a server of the test's own: who writes what, what
// is checked of it, what the judge reads, and what is kept.

import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../../test/scratch.js";
import { askedOf } from "../../../../test/asked.js";
import {
  type ChatRequest,
  chatServer,
  questionIn,
  type Reply,
} from "../../../../test/chat-server.js";
import { listening, resultsOf, roomOf } from "../../../../test/rooms.js";
import { parityTask } from "../../../../test/words.js";
import { Ledger, runSteps } from "../../../engine/index.js";
import { drawn } from "../../../reading/index.js";
import { openStore } from "../../../store/index.js";
import { chat, probe } from "../../../students/index.js";
import { errors } from "../../errors.js";
import type { SupervisorBase } from "../../supervisor.js";
import { assisted } from "../assisted.js";
import { consultancy } from "../consultancy.js";
import { debate } from "../debate.js";
import type { OverseenLabels } from "../overseen.js";

const task = parityTask(24);
const names = ["odd", "even"];

/** Digits of the text that is asked about. */
const digitsIn = (text: string) => /even ([\d ]+) \?/.exec(text)![1]!;
const right = (text: string) =>
  names[
    (digitsIn(text)
      .split(" ")
      .reduce((sum, one) => sum + Number(one), 0) +
      1) %
      2
  ]!;

/**
 * Debaters know the answer. Who argues for it quotes the text, who must argue against it makes its
 * quote up; the judge alone says "odd", and after an argument what was quoted rightly.
 */
async function arguing() {
  const judged: string[] = [];
  const server = await chatServer((request: ChatRequest): Reply => {
    const question = questionIn(request);
    const whole = request.body.messages.map(({ content }) => content).join("\n");
    const side = /Argue that the answer is: (\w+)/.exec(question)?.[1];
    if (side) {
      const own = digitsIn(question);
      const quote = side === right(question) ? `even ${own}` : `even ${own} 9`;
      return { text: `It is ${side}: <quote>${quote}</quote>` };
    }
    if (request.body.model === "strong") return { text: right(whole) };
    if (/argues for/.test(whole)) judged.push(whole);
    const told = /argues for "(\w+)":\n[^\n]*\[in the text\]/.exec(whole)?.[1];
    return { text: told ?? "odd" };
  });
  const of = (model: string, more = {}) =>
    chat({
      url: server.url,
      model,
      labelWords: names,
      answers: "word",
      question: "Odd or even?",
      backoff: 0.002,
      inputPrice: 10,
      ...more,
    });
  return { ...server, judged, weak: of("weak"), strong: of("strong"), of };
}

/** What a protocol comes to, with its transcripts. */
async function heard(spec: SupervisorBase) {
  const room = await roomOf(task);
  const { labels, step, warnings } = await askedOf(spec, room);
  const { transcripts, asked } = labels as OverseenLabels;
  const chosen = Array.from(labels.rows, (_, i) =>
    Number(labels.probabilities.data[2 * i + 1]! > 0.5),
  );
  const hits = chosen.filter((option, i) => option === room.truth[labels.rows[i]!]).length;
  return { transcripts, asked, step, warnings, room, labels, accuracy: hits / chosen.length };
}

describe("a debate in words", () => {
  it("is won by who quotes the text, before a judge that knows nothing", async () => {
    const { weak, strong, judged } = await arguing();
    const { accuracy, transcripts, labels } = await heard(debate(weak, { by: [strong, strong] }));
    expect(accuracy).toBe(1);
    expect(judged).toHaveLength(labels.rows.length);
    const [first] = transcripts;
    expect(first!.protocol).toBe("debate");
    expect(first!.turns.map(({ does }) => does).join(" ")).toBe(
      "asks argues argues writes writes asks",
    );
    const written = first!.turns.flatMap((turn) => (turn.does === "writes" ? [turn] : []));
    expect(written.map(({ who }) => who)).toEqual(["debater 1", "debater 2"]);
    expect(written.map(({ quotes }) => quotes[0]!.found)).toEqual([true, false]);
    expect(new Set(written.map(({ option }) => option)).size).toBe(2);
    expect(first!.budget).toMatchObject({ questions: 2, turns: 2, checks: 0 });
    expect(judged[0]).toMatch(
      new RegExp(
        'Debater 1 argues for "(odd|even)":\\nIt is \\1: "even [\\d ]+" \\[in the text\\]\\n\\n' +
          'Debater 2 argues for "(odd|even)":\\nIt is \\2: "even [\\d ]+ 9" \\[not in the text\\]' +
          "\\n\\nOdd or even\\?",
      ),
    );
  });

  it("lets the second hear the first, but not where both speak at once", async () => {
    const inTurn = await arguing();
    await heard(debate(inTurn.weak, { by: [inTurn.strong, inTurn.strong], turns: 2 }));
    const heardBy = (server: { readonly requests: readonly ChatRequest[] }) =>
      server.requests
        .map(questionIn)
        .filter((text) => /You are debater/.test(text))
        .slice(0)
        .map((text) => [
          /You are (debater \d)/.exec(text)![1],
          text.split("argues for").length - 1,
        ]);
    const counts = (pairs: readonly (readonly unknown[])[]) =>
      [...new Set(pairs.map((pair) => pair.join(" ")))].sort();
    expect(counts(heardBy(inTurn))).toEqual([
      "debater 1 0",
      "debater 1 2",
      "debater 2 1",
      "debater 2 3",
    ]);
    const atOnce = await arguing();
    await heard(
      debate(atOnce.weak, { by: [atOnce.strong, atOnce.strong], turns: 2, simultaneous: true }),
    );
    expect(counts(heardBy(atOnce))).toEqual([
      "debater 1 0",
      "debater 1 2",
      "debater 2 0",
      "debater 2 2",
    ]);
  });

  it("asks nothing twice, also where another judge hears the same debaters", async () => {
    const { weak, strong, of, requests } = await arguing();
    const store = await openStore(scratchFolder("words"));
    const room = await roomOf(task);
    const hearing = async (judge: ReturnType<typeof of>) => {
      const spec = debate(judge, { by: [strong, strong] });
      await resultsOf([room.say(spec, 0)], store);
    };
    await hearing(weak);
    const texts = () => requests.map(({ body }) => JSON.stringify(body.messages) + body.model);
    expect(new Set(texts()).size).toBe(requests.length);
    const before = requests.length;
    const rows = room.asked(0).length;
    await hearing(of("other"));
    // The other judge reads each text alone, and once with the arguments that were there.
    expect(requests.length - before).toBe(2 * rows);
    expect(new Set(texts()).size).toBe(requests.length);
  });

  it("counts tokens and money, foresees no less, and stops where it may cost no more", async () => {
    const { weak, strong } = await arguing();
    const room = await roomOf(task);
    const step = room.say(debate(weak, { by: [strong, strong] }), 0);
    const foreseen = step.kind.foresees!(step);
    expect(foreseen).toHaveLength(3 * room.asked(0).length);
    const run = async (most: number) => {
      const ledger = new Ledger(most);
      const store = await openStore(scratchFolder("words-money"));
      const signal = new AbortController().signal;
      const options = { store, reporter: listening(), signal, ledger };
      const machine = { threads: 1, device: "cpu" } as const;
      const result = await runSteps([step], machine, options, (results) => results.read(step));
      return { ledger, took: step.kind.took!(step, result) };
    };
    const { took, ledger } = await run(1e9);
    expect(took.questions).toBe(3 * room.asked(0).length);
    expect(took.cost).toBeCloseTo((10 * took.tokensIn) / 1e6, 12);
    const cost = foreseen.reduce((sum, one) => sum + one.cost, 0);
    expect(cost).toBeGreaterThan(took.cost);
    await expect(run(ledger.spent.cost / 2)).rejects.toThrow(/^--max-cost: stopped at/);
  });

  it("refuses sides of which only one writes, and a judge that cannot read", async () => {
    const { weak, strong } = await arguing();
    const room = await roomOf(task);
    const wrong = errors({ where: "random", rate: 0.2, as: "mute" });
    const silent = probe(drawn(4), { as: "mute" });
    const say = (spec: SupervisorBase) => () => room.say(spec, 0);
    const half = debate(weak, { by: [strong, wrong] });
    expect(say(half)).toThrow(InputError);
    expect(say(half)).toThrow(
      "debate: mute does not write, and who it argues with does; both must",
    );
    expect(say(debate(silent, { by: [strong, strong] }))).toThrow(
      "debate: strong chat argues in words, which mute cannot read; the judge must be chat(...)",
    );
  });
});

describe("a consultancy in words", () => {
  it("convinces of what was assigned only where that can be quoted", async () => {
    const { weak, strong } = await arguing();
    const spec = consultancy(weak, { by: strong, position: "assigned" });
    const { transcripts, room, labels } = await heard(spec);
    const sides = transcripts.map(({ turns }, i) => {
      const side = turns.find((turn) => turn.does === "argues")!;
      return { ...side, truth: room.truth[labels.rows[i]!], said: transcripts[i]!.said };
    });
    const rightly = sides.filter(({ option, truth }) => option === truth).length;
    expect(rightly).toBeGreaterThan(0.2 * sides.length);
    expect(rightly).toBeLessThan(0.8 * sides.length);
    for (const { option, truth, said } of sides) {
      // Convinced where it argued for the truth; else the judge is left with "odd".
      expect(said.indexOf(1)).toBe(option === truth ? option : 0);
    }
  });

  it("is right where the consultant may choose, and is", async () => {
    const { weak, strong } = await arguing();
    const spec = consultancy(weak, { by: strong, position: "chosen" });
    expect((await heard(spec)).accuracy).toBe(1);
  });
});

describe("assistance by a chat model", () => {
  it("is read by a chat overseer like any text", async () => {
    const { strong, of, requests } = await arguing();
    const overseer = of("follows");
    const spec = assisted(overseer, { by: strong, shows: "answer", trained: false, words: names });
    const { transcripts } = await heard(spec);
    const shown = requests.filter(({ body }) => body.model === "follows").map(questionIn);
    expect(shown[0]).toMatch(
      /\? I think this is (odd|even)\. What do you think\?\n\nOdd or even\?/,
    );
    expect(transcripts[0]!.turns[0]).toMatchObject({ does: "shows", who: "assistant" });
  });
});
