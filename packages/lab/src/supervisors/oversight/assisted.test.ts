import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { askedOf, countsTask, wrongIn } from "../../../test/asked.js";
import { chatServer } from "../../../test/chat-server.js";
import { knowing, textsLearnt } from "../../../test/knowing.js";
import { resultsOf, roomOf, wordsTask } from "../../../test/rooms.js";
import { writeTinyDecoder } from "../../../test/tiny-decoder.js";
import { inputSteps } from "../../engine/index.js";
import { placesOf } from "../../labels/index.js";
import { drawn, model } from "../../reading/index.js";
import { openStore } from "../../store/index.js";
import { chat, probe, prompt } from "../../students/index.js";
import { type PromptStep, promptKind } from "../../students/prompt/step.js";
import {
  assisted,
  decomposition,
  errors,
  limited,
  type SupervisorBase,
  type SupervisorRoom,
  trained,
} from "../index.js";
import { outOfSample } from "./out-of-sample.js";
import type { OverseenLabels } from "./overseen.js";

const weak = probe(drawn(24), { epochs: 60, batchSize: 16, learningRate: 0.02 });
const words = ["wrongly", "rightly"];
/** A remark that an overseer of few features cannot miss. */
const remark = "{label} {label} {label}";
const transcriptsOf = (labels: object) => (labels as OverseenLabels).transcripts;

/** The share of test that a supervisor has right. */
async function accuracyOf(supervisor: Parameters<typeof askedOf>[0]) {
  const room = await roomOf(countsTask(2, 600));
  const { labels } = await askedOf(supervisor, room);
  const { test } = room.rows(0);
  return 1 - wrongIn(labels, test, room).length / test.length;
}

/** What an assistant said of texts of `supervise`: the option that an overseer learns it with. */
async function toldOf(by: SupervisorBase, room: SupervisorRoom) {
  const said = outOfSample(by, 0, room);
  const [remarks] = await resultsOf([said], await openStore(scratchFolder("told")));
  const places = placesOf(remarks!);
  const rows = new Map(
    Array.from(room.rows(0).supervise, (row) => [room.examples[row]!.inputs[0]!, row] as const),
  );
  return (text: string) => remarks!.probabilities.data[2 * places.get(rows.get(text)!)! + 1];
}

describe("assisted", () => {
  it("follows an assistant that was right of what it learnt from", async () => {
    const alone = await accuracyOf(trained(weak));
    const by = knowing(0.8);
    expect(alone).toBeLessThan(0.95);
    expect(
      await accuracyOf(assisted(weak, { by, shows: "answer", words, remark })),
    ).toBeGreaterThan(0.97);
  });

  it("turns round what it is told by one that is always wrong", async () => {
    const by = knowing(0);
    expect(
      await accuracyOf(assisted(weak, { by, shows: "answer", words, remark })),
    ).toBeGreaterThan(0.97);
  });

  it("learns from texts alone where it is not trained with remarks", async () => {
    const room = await roomOf(countsTask(2));
    const spec = assisted(weak, { by: knowing(), shows: "answer", words, trained: false });
    const { step, labels } = await askedOf(spec, room);
    const learnt = [...textsLearnt(step)];
    expect(learnt.length).toBeGreaterThan(50);
    expect(learnt.filter((text) => text.includes("I think"))).toEqual([]);
    const asked = transcriptsOf(labels).flatMap(({ turns }) => turns);
    expect(asked.every((turn) => "text" in turn && turn.text.includes("I think"))).toBe(true);
  });

  it("is shown answers, confidences in tenths, and claims", async () => {
    const room = await roomOf(countsTask(2));
    const shown = async (shows: "answer" | "confidence" | "argument", p: number) => {
      const { labels } = await askedOf(assisted(weak, { by: knowing(p), shows, words }), room);
      const row = labels.rows[0]!;
      const [turn] = transcriptsOf(labels)[0]!.turns;
      if (turn?.does !== "shows") throw new Error("no remark");
      expect(turn.option).toBe(room.truth[row]);
      return turn.text.slice(room.examples[row]!.inputs[0]!.length).replace(/c\d/, "c?");
    };
    const think = /^ I think this is (right|wrong)ly/;
    expect(await shown("answer", 0.8)).toMatch(think);
    expect(await shown("confidence", 0.8)).toMatch(/ly, 7 of 10\. What do you think\?$/);
    expect(await shown("confidence", 0.6)).toMatch(/ly, 5 of 10/);
    expect(await shown("confidence", 0.95)).toMatch(/ly, 9 of 10/);
    expect(await shown("argument", 0.8)).toMatch(/^ c\? : I think this is/);
  });

  it("learns from texts of supervise alone, each with the one remark that was made", async () => {
    const room = await roomOf(countsTask(2));
    const by = errors({ where: "random", rate: 0.3 });
    const { step } = await askedOf(assisted(weak, { by, shows: "answer", words }), room);
    const learnt = textsLearnt(step);
    const own = new Set(Array.from(room.rows(0).supervise, (r) => room.examples[r]!.inputs[0]!));
    for (const text of learnt) expect(own.has(text.split(" I think")[0]!)).toBe(true);
  });

  it("shows one that reads the beginning the whole remark, and learns from it", async () => {
    const by = knowing(0.8);
    const short = limited(weak, { tokens: 1 });
    expect(await accuracyOf(short)).toBeLessThan(0.7);
    expect(
      await accuracyOf(assisted(short, { by, shows: "answer", words, remark })),
    ).toBeGreaterThan(0.97);
    const room = await roomOf(countsTask(2));
    const { labels } = await askedOf(limited(weak, { tokens: 2 }), room);
    const [turn] = transcriptsOf(labels)[0]!.turns;
    const begun = room.examples[labels.rows[0]!]!.inputs[0]!.split(" ").slice(0, 2).join(" ");
    expect(turn).toMatchObject({ does: "asks", text: begun });
  });

  it("shows one that reads both ends these, and the remark behind them", async () => {
    const room = await roomOf(countsTask(2));
    const read = async (tokens: number, last: number) => {
      const spec = assisted(limited(weak, { tokens, last }), { by: knowing(), shows: "answer" });
      const { labels } = await askedOf(spec, room);
      const [turn] = transcriptsOf(labels)[0]!.turns;
      if (turn?.does !== "shows") throw new Error("no remark");
      const [text] = room.examples[labels.rows[0]!]!.inputs as [string];
      // The transcript has what is posed; what is read of it is cut behind it.
      expect(turn.text.startsWith(text)).toBe(true);
      const short = await askedOf(limited(weak, { tokens, last }), room);
      const [own] = transcriptsOf(short.labels)[0]!.turns;
      if (own?.does !== "asks") throw new Error("not asked");
      return [own.text, text] as const;
    };
    const [both, text] = await read(2, 1);
    const all = text.split(" ");
    expect(all.length).toBeGreaterThan(3);
    expect(both).toBe([...all.slice(0, 2), all.at(-1)].join(" "));
    const [whole, same] = await read(all.length - 1, 3);
    expect(whole).toBe(same);
  });

  it("may be trained with another's remarks than those that it meets", async () => {
    const honest = knowing(0.9);
    const liar = knowing(0);
    const shown = { by: liar, shows: "answer", words, remark } as const;
    expect(await accuracyOf(assisted(weak, shown))).toBeGreaterThan(0.97);
    expect(await accuracyOf(assisted(weak, { ...shown, trainedWith: honest }))).toBeLessThan(0.2);
    expect(() => assisted(weak, { ...shown, trainedWith: honest, trained: false })).toThrow(
      'assisted: "trainedWith" needs an overseer that is trained',
    );
  });

  it("gives a prompted overseer shots with the remarks that were made", async () => {
    const folder = await writeTinyDecoder(scratchFolder("assisted"));
    const asked = prompt(model(folder), { shots: 2, template: "{text} {label}" });
    const room = await roomOf(countsTask(2, 120), [asked]);
    const by = errors({ where: "random", rate: 0.3 });
    const spec = assisted(asked, { by, shows: "answer", words: ["a", "b"], remark: "{label}" });
    const { step, labels } = await askedOf(spec, room);
    const said = inputSteps(step).find(({ kind }) => kind === promptKind) as PromptStep;
    const store = await openStore(scratchFolder("assisted shots"));
    const shots = (await resultsOf([said], store))[0]!.shots;
    expect(shots).toHaveLength(2);
    const told = await toldOf(by, room);
    for (const shot of shots) {
      const [, text, answer] = /^(.*) (a|b)$/.exec(said.value.texts.list[shot]!)!;
      expect(answer).toBe(told(text!) === 0 ? "a" : "b");
    }
    expect(labels.rows).toEqual(room.asked(0));
  });

  it("gives an overseer that chats such shots, with answers that are true", async () => {
    const server = await chatServer(() => ({ text: "A" }));
    const asked = chat({ url: server.url, model: "tests/tiny", shots: 4 });
    const room = await roomOf(countsTask(2, 120));
    const by = errors({ where: "random", rate: 0.3 });
    await askedOf(assisted(asked, { by, shows: "answer", words: ["a", "b"], remark }), room);
    const told = await toldOf(by, room);
    const { messages } = server.requests[0]!.body;
    expect(messages).toHaveLength(9);
    for (const [i, { role, content }] of messages.slice(0, -1).entries()) {
      if (role !== "user") continue;
      const [, text, answer] = /^(.*?) ([ab]) \2 \2\n/.exec(content)!;
      expect(answer).toBe(told(text!) === 0 ? "a" : "b");
      const example = room.examples.find(({ inputs }) => inputs[0] === text)!;
      expect(messages[i + 1]!.content).toBe("AB"[example.label]);
    }
  });

  it("may be shown to an overseer of parts, which reads them without it", async () => {
    const by = knowing(0.8);
    const spec = assisted(decomposition(knowing()), { by, shows: "answer", words, trained: false });
    expect(await accuracyOf(spec)).toBe(1);
  });

  it("refuses words that do not fit, and arguments where there are no claims", async () => {
    const room = await roomOf(countsTask(3));
    const by = knowing();
    await expect(askedOf(assisted(weak, { by, shows: "answer", words }), room)).rejects.toThrow(
      'assisted: "words" must name 3 options of task "counts", got 2',
    );
    const plain = await roomOf(wordsTask(120));
    await expect(askedOf(assisted(weak, { by, shows: "argument" }), plain)).rejects.toThrow(
      /^assisted: task "words" has no claims to argue with: nobody said how example/,
    );
  });
});
