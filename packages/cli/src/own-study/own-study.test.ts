import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { guessTask } from "./guess.js";
import { ownStudy } from "./own-study.js";

const most = 60;
type Row = Readonly<Record<string, unknown>>;
/** So many rows, each made of its number. */
const made = (row: (i: number) => Row): Row[] => Array.from({ length: most }, (_, i) => row(i));
const guessed = (row: (i: number) => Row) => guessTask("data.jsonl", made(row));
const prose = (i: number) => `a sentence of some length about film number ${i}`;
function options(row: (i: number) => Row): Record<string, unknown> {
  const { kind, options } = guessed(row);
  return { kind, ...options };
}

describe("guessTask", () => {
  it("tells a text and its class, with 0 for the lower word", () => {
    expect(
      options((i) => ({ review: prose(i), sentiment: i % 3 ? "positive" : "negative" })),
    ).toEqual({
      kind: "table",
      text: "review",
      label: "sentiment",
      labels: { negative: 0, positive: 1 },
    });
    expect(options((i) => ({ text: prose(i), label: i % 2 }))).toEqual({
      kind: "table",
      text: "text",
      label: "label",
    });
    expect(options((i) => ({ text: prose(i), label: i % 3 })).classes).toBe(3);
    expect(options((i) => ({ text: prose(i), stars: (i % 5) + 1 })).labels).toEqual({
      "1": 0,
      "2": 1,
      "3": 2,
      "4": 3,
      "5": 4,
    });
  });

  it("says so where the order of two classes is only the alphabet's", () => {
    const { options, notes } = guessed((i) => ({ text: prose(i), label: i % 2 ? "cat" : "dog" }));
    expect(options.labels).toEqual({ cat: 0, dog: 1 });
    expect(notes.join()).toContain("was taken by the alphabet (cat: 0, dog: 1)");
    const two = (a: string, b: string) =>
      guessed((i) => ({ text: prose(i), label: i % 2 ? a : b }));
    const opposites = two("acceptable", "unacceptable");
    expect(opposites.options.labels).toEqual({ unacceptable: 0, acceptable: 1 });
    expect(opposites.notes).toEqual([]);
    expect(two("inside", "outside").notes.join()).toContain("by the alphabet");
  });

  it("reads two texts together, keeps the rows of one passage together, finds ids", () => {
    expect(
      options((i) => ({
        question: `is this so, ${i}?`,
        passage: prose(i >> 1),
        idx: i,
        label: i % 2 ? "true" : "false",
      })),
    ).toEqual({
      kind: "table",
      text: "{passage}\n{question}",
      label: "label",
      labels: { false: 0, true: 1 },
      id: "idx",
      group: "passage",
    });
  });

  it("leaves out what explains the label, and takes no id that is there twice", () => {
    const guess = guessed((i) => ({
      statement: prose(i),
      reason: `the film number ${i} is a longer text that gives the label away at once`,
      gold_label: i % 2 ? "e" : "c",
      uid: `u${i >> 1}`,
    }));
    expect(guess.options).toMatchObject({ text: "statement", label: "gold_label", group: "uid" });
    expect(guess.options).not.toHaveProperty("id");
  });

  it("tells of every column that could be the label as well, and of rows without one", () => {
    const { options, reasons, notes } = guessed((i) => ({
      prompt: prose(i),
      H: i % 4 ? 0 : 1,
      ...(i % 3 ? { S: i % 2 } : {}),
    }));
    expect(options).toMatchObject({ label: "S", labels: { "0": 0, "1": 1, "": null } });
    expect(reasons.label).toContain("A GUESS");
    expect(notes.join("; ")).toMatch(/"S" is empty or not there in 20 rows.*could also be "H"/);
  });

  it("leaves out values of too few rows, and says what looks like the names of choices", () => {
    const { options, notes } = guessed((i) => ({
      question: prose(i),
      answer: i === 7 ? "answer3" : `answer${(i % 2) + 1}`,
    }));
    expect(options.labels).toEqual({ answer1: 0, answer2: 1, answer3: null });
    expect(notes.join("; ")).toMatch(
      /"answer1", "answer2"\) look like the names of choices.*too few rows of "answer3"/,
    );
    expect(guessed((i) => ({ text: prose(i), kind: i % 2 })).reasons.label).toContain("A GUESS");
  });

  it("leaves out questions without an answer, as published test rows are", () => {
    const endings = (i: number) => [`it ends ${i}`, `it goes on ${i}`, `it stops ${i}`];
    for (const none of ["", -1, null]) {
      const { options, notes } = guessed((i) => ({
        ctx: prose(i),
        endings: endings(i),
        label: i % 4 === 3 ? none : String(i % 3),
      }));
      const mark = none === -1 ? "-1" : "";
      expect(options).toMatchObject({
        answer: "label",
        answerIs: "index",
        labels: { [mark]: null },
      });
      expect(notes.join()).toMatch(/"label" is .* in [\d,]+ rows: they are left out/);
    }
  });

  it("takes a whole column for the answer before one with gaps", () => {
    const endings = (i: number) => [`it ends ${i}`, `it goes on ${i}`];
    const row = (i: number) => ({
      ctx: prose(i),
      endings: endings(i),
      answer: i % 3 === 0 ? "" : String(i % 2),
      label: i % 2,
    });
    expect(options(row)).toMatchObject({ answer: "label", answerIs: "index" });
  });

  it("says that a published split is not used", () => {
    const { notes } = guessed((i) => ({
      text: prose(i),
      label: i % 2,
      split: i % 5 ? "train" : "test",
    }));
    expect(notes.join()).toContain('"split" (test, train) is not used');
  });

  it("tells choices in a list, nested ones, and a column each", () => {
    const endings = (i: number) => [`it ends ${i}`, `it goes on ${i}`, `it stops ${i}`];
    expect(options((i) => ({ ctx: prose(i), endings: endings(i), label: i % 3 }))).toEqual({
      kind: "choices",
      question: "ctx",
      choices: "endings",
      answer: "label",
      answerIs: "index",
    });
    expect(
      options((i) => ({
        question: prose(i),
        choices: { text: endings(i), label: ["A", "B", "C"] },
        answerKey: i % 2 ? "ABC"[i % 3] : `${(i % 3) + 1}`,
      })),
    ).toMatchObject({
      choices: "choices.text",
      answer: "answerKey",
      labels: { A: 0, B: 1, C: 2, "1": 0, "2": 1, "3": 2 },
    });
    const answers = (i: number) => ({ response_a: `yes, ${i}`, response_b: `no, ${i}` });
    const two = { question: "prompt", choices: ["response_a", "response_b"], together: 2 };
    expect(
      options((i) => ({ prompt: prose(i), ...answers(i), winner: i % 2 ? "a" : "b" })),
    ).toMatchObject({ ...two, labels: { a: 0, b: 1 } });
    expect(
      options((i) => ({
        ...{ prompt: prose(i), ...answers(i) },
        preferred: i % 2 ? "response_a" : "response_b",
      })),
    ).toMatchObject({ ...two, labels: { response_a: 0, response_b: 1 } });
    const outputs = (i: number) => ({ output_1: `yes, ${i}`, output_2: `no, ${i}` });
    expect(
      options((i) => ({ instruction: prose(i), ...outputs(i), preference: (i % 2) + 1 })),
    ).toMatchObject({ choices: ["output_1", "output_2"], together: 2, labels: { "1": 0, "2": 1 } });
    const printed = (i: number) =>
      `[${endings(i)
        .map((text) => `'${text}'`)
        .join(" ")}]`;
    expect(options((i) => ({ ctx: prose(i), endings: printed(i), label: i % 3 }))).toMatchObject({
      kind: "choices",
      choices: "endings",
      answerIs: "index",
    });
    const columns = (i: number) => ({ goal: prose(i), sol1: `so ${i}`, sol2: `thus ${i}` });
    expect(options((i) => ({ ...columns(i), label: i % 2 }))).toMatchObject({
      question: "goal",
      choices: ["sol1", "sol2"],
      answerIs: "index",
    });
    expect(options((i) => ({ ...columns(i), label: (i % 2) + 1 })).labels).toEqual({
      "1": 0,
      "2": 1,
    });
    const byText = options((i) => ({ ...columns(i), answer: i % 2 ? `so ${i}` : `thus ${i}` }));
    expect([byText.answer, byText.labels, byText.answerIs]).toEqual([
      "answer",
      undefined,
      undefined,
    ]);
  });

  it("tells a right answer beside wrong ones, and choices in a list of objects", () => {
    const right = {
      question: "q",
      correct_answer: "it is so",
      distractor1: "no",
      distractor2: "nor",
    };
    expect(
      options((i) => ({ ...right, question: prose(i), correct_answer: `it is ${i}` })),
    ).toMatchObject({
      kind: "choices",
      question: "question",
      choices: ["correct_answer", "distractor1", "distractor2"],
      answer: "correct_answer",
    });
    const summaries = (i: number) => [{ text: `short ${i}` }, { text: `long ${i}` }];
    expect(
      options((i) => ({ info: { post: prose(i) }, summaries: summaries(i), choice: i % 2 })),
    ).toMatchObject({
      kind: "choices",
      choices: ["summaries.0.text", "summaries.1.text"],
      answer: "choice",
      answerIs: "index",
      together: 2,
    });
    // As many messages in every row are a chat, and lists of other lengths are no choices.
    const chat = [
      { role: "user", text: "a b" },
      { role: "assistant", text: "c d" },
    ];
    for (const list of [() => chat, (i: number) => summaries(i).slice(i % 2)])
      expect(options((i) => ({ text: prose(i), responses: list(i), label: i % 2 })).kind).toBe(
        "table",
      );
  });

  it("reads with a question of few kinds what it is about, and says which texts are left", () => {
    const { options, notes } = guessed((i) => ({
      premise: prose(i),
      question: i % 2 ? "cause" : "effect",
      choice1: `this ${i}`,
      choice2: `that ${i}`,
      background: `what stands in the book on page ${i}`,
      explanation: `because of ${prose(i)}`,
      label: i % 2,
    }));
    expect(options.question).toBe("{premise}\n{question}");
    expect(notes).toEqual([
      'texts that are not used: "background"',
      'passed over, since by its name it came after the label or explains it: "explanation"',
    ]);
  });

  it("takes numbers from 0 or 1 on, and a score, for classes, and 1.0 for 1", () => {
    const forty = guessed((i) => ({ text: prose(i), label: i % 12 }));
    expect(forty.options).toMatchObject({ label: "label", classes: 12 });
    expect(
      options((i) => ({ review: prose(i), Score: (i % 5) + 1, helpful: i % 3 })),
    ).toMatchObject({
      label: "Score",
      labels: { "1": 0, "5": 4 },
    });
    const mixed = options((i) => ({ text: prose(i), label: i < 30 ? `${i % 2}` : `${i % 2}.0` }));
    expect([mixed.labels, mixed.classes]).toEqual([undefined, undefined]);
  });

  it("takes no column for a label that holds objects in some rows", () => {
    const row = (i: number) => ({
      text: prose(i),
      sentiment: i % 3 ? "good" : { choices: ["good", "bad"] },
    });
    expect(() => guessed(row)).toThrow("no column could be the label");
  });

  it("reads the choices' letters as they are written, and refuses those in another order", () => {
    const row = (i: number) => ({
      question: prose(i),
      choices: { text: [`so ${i}`, `or ${i}`], label: ["A", "B"] },
      answerKey: "ab"[i % 2],
    });
    expect(options(row).labels).toEqual({ a: 0, b: 1 });
    const turned = (i: number) => ({
      ...row(i),
      choices: { ...row(i).choices, label: ["B", "A"] },
    });
    expect(() => guessed(turned)).toThrow(
      '"choices.label" has the letters of row 1 in another order',
    );
  });

  it("reads the chats of a prompt and of an answer together, and says what lists are left", () => {
    const chat = (role: string, content: string) => [{ role, content }];
    const { options, notes } = guessed((i) => ({
      prompt: chat("user", prose(i)),
      completion: chat("assistant", `well ${i}`),
      others: [i, i + 1],
      label: i % 2 === 0,
    }));
    expect(options.text).toBe("{prompt.-1.content}\n{completion.-1.content}");
    expect(notes).toContain('lists that are not used: "others"');
  });

  it("reads the last message of chats with a label", () => {
    const said = (i: number) => [
      ...(i % 3 ? [{ role: "system", content: "be brief" }] : []),
      { role: "user", content: prose(i) },
    ];
    const { options, reasons } = guessed((i) => ({ messages: said(i), label: i % 2 }));
    expect(options.text).toBe("messages.-1.content");
    expect(reasons.text).toBe("A GUESS: the last message of each chat");
  });

  it("refuses an answer that may count from 0 or from 1, and one that names no choice", () => {
    const columns = (i: number) => ({
      question: prose(i),
      a: `so ${i}`,
      b: `or ${i}`,
      c: `no ${i}`,
    });
    expect(() => guessed((i) => ({ ...columns(i), answer: (i % 2) + 1 }))).toThrow(
      /^data\.jsonl: "answer" \(2 30, 1 30\) may be .*from 0 or .*from 1: nothing in it tells which|^data\.jsonl: "answer" \(1 30, 2 30\) may be/,
    );
    expect(() => guessed((i) => ({ ...columns(i), answer: `model_${i % 2}` }))).toThrow(
      "must say which choice is right, by its index, its letter or its text, and does not",
    );
    expect(() => guessed(columns)).toThrow('no column that says which is right, such as "answer"');
  });

  const chat = (i: number, answer: string, ...before: string[]) =>
    [...before, prose(i), answer].map((content, k, { length }) => ({
      role: (length - k) % 2 ? "assistant" : "user",
      content,
    }));

  it("tells preferences by their names", () => {
    const two = (i: number) => ({ prompt: prose(i), chosen: `yes ${i}`, rejected: `no ${i}` });
    expect(options(two)).toEqual({
      kind: "pairs",
      chosen: "chosen",
      rejected: "rejected",
      prompt: "prompt",
    });
  });

  it("reads which of two is preferred from words that end in its mark, and leaves ties out", () => {
    const answers = (i: number) => ({ answer_a: `yes, ${i}`, answer_b: `no, ${i}` });
    const said = (words: readonly string[]) =>
      guessed((i) => ({ question: prose(i), ...answers(i), winner: words[i % words.length] }));
    expect(said(["model_a", "model_b", "tie", "tie (bothbad)"]).options).toMatchObject({
      choices: ["answer_a", "answer_b"],
      answer: "winner",
      together: 2,
      labels: { model_a: 0, model_b: 1, tie: null, "tie (bothbad)": null },
    });
    for (const words of [
      ["model_a", "model_a", "tie"],
      ["model_a", "other_a", "model_b"],
      ["model_a", "model_b", "unsure"],
    ]) {
      expect(() => said(words), words.join()).toThrow("must say which choice is right");
    }
  });

  it("says what 0 and 1 are taken for of two lettered answers, and knows human_ref", () => {
    const two = (stem: string) => (i: number) => ({
      history: prose(i),
      [`${stem}_A`]: `yes, ${i}`,
      [`${stem}_B`]: `no, ${i}`,
      labels: i % 2,
    });
    const shp = guessed(two("human_ref"));
    expect(shp.options).toMatchObject({
      question: "history",
      choices: ["human_ref_A", "human_ref_B"],
      labels: { "1": 0, "0": 1 },
      together: 2,
    });
    const other = guessed(two("reply"));
    expect(other.options).toMatchObject({ answer: "labels", answerIs: "index" });
    expect(other.notes.join()).toContain('"labels" has 0 taken for A and 1 for B');
  });

  it("has no group beside a prompt, which is one, and without it what repeats", () => {
    const rows = (i: number) => ({
      source: prose(i % 40),
      chosen: `yes ${i}`,
      rejected: `no ${i}`,
    });
    const asked = guessed((i) => ({ prompt: prose(i % 40), ...rows(i) }));
    expect(asked.options).not.toHaveProperty("group");
    expect(asked.notes.join()).not.toContain('"prompt"');
    const groups = [guessed(rows).options.group, guessed(rows).notes.join()];
    expect(groups.join()).toContain("source");
  });

  it("tells preferences in chats: the last messages, and what both answer", () => {
    const both = { kind: "pairs", chosen: "chosen.-1.content", rejected: "rejected.-1.content" };
    const whole = (i: number) => ({ chosen: chat(i, `yes ${i}`), rejected: chat(i, `no ${i}`) });
    expect(options(whole)).toEqual({ ...both, prompt: "chosen.-2.content" });
    expect(options((i) => ({ prompt: prose(i), ...whole(i) }))).toEqual({
      ...both,
      prompt: "prompt",
    });
    const apart = (i: number) => ({
      prompt: chat(i, "").slice(0, 1),
      chosen: chat(i, `yes ${i}`).slice(1),
      rejected: chat(i, `no ${i}`).slice(1),
    });
    expect(options(apart)).toEqual({ ...both, prompt: "prompt.-1.content" });
    expect(options((i) => ({ ...whole(i), chosen: chat(i + 1, `yes ${i}`) }))).toEqual(both);
    const longer = (i: number) => ({
      chosen: chat(i, `yes ${i}`, "hello", "good day"),
      rejected: chat(i, `no ${i}`, "hello", "good day"),
    });
    expect(guessed(longer).notes).toEqual([
      "of longer dialogues the last message alone is read, and what it answers",
    ]);
  });

  it("takes preferences that lie in objects", () => {
    const said = (value: string) => ({ from: "gpt", value });
    expect(
      options((i) => ({
        conversations: [{ from: "human", value: prose(i) }],
        chosen: said(`yes ${i}`),
        rejected: said(`no ${i}`),
      })),
    ).toEqual({
      kind: "pairs",
      chosen: "chosen.value",
      rejected: "rejected.value",
      prompt: "conversations.-1.value",
    });
  });

  it("says where messages are written as one text", () => {
    const text = (i: number, answer: string) => JSON.stringify(chat(i, answer));
    const { notes } = guessed((i) => ({ chosen: text(i, "yes"), rejected: text(i, "no") }));
    expect(notes.join()).toMatch(/"chosen" holds messages written as one text.*"rejected" holds/);
    const { notes: own } = guessed((i) => ({ text: text(i, "so"), label: i % 2 }));
    expect(own.join()).toContain('"text" holds messages written as one text');
  });

  it("refuses preferences in lists that are no chats", () => {
    const two = (i: number) => ({ prompt: prose(i), chosen: [[`yes ${i}`]], rejected: `no ${i}` });
    expect(() => guessed(two)).toThrow(
      'data.jsonl: "chosen" holds lists or objects (messages, perhaps), not texts; make a text of',
    );
  });

  it("refuses what it cannot tell, in one line", () => {
    expect(() => guessed((i) => ({ text: prose(i), score: i / 7, other: prose(-i) }))).toThrow(
      /^data\.jsonl: no column could be the label, one of a few values in several rows each; columns: "text" \(60 different values\), /,
    );
    expect(() => guessed((i) => ({ text: prose(i), label: i / 7 }))).toThrow(
      '"label" has 60 different numbers, which are no classes',
    );
    expect(() => guessed((i) => ({ length: i, label: i % 2 }))).toThrow(
      "no column could be the text",
    );
    const said = (i: number) => [{ role: "user", content: prose(i) }];
    expect(() => guessed((i) => ({ messages: said(i) }))).toThrow(
      'got one column, "messages", of lists or objects; add one that says what is right',
    );
    const inList = (i: number) => ({ turns: [{ text: prose(i) }, {}], label: i % 2 });
    expect(() => guessed(inList)).toThrow(
      /; a study may read what stands in a list: text: "turns\.0\.text"$/,
    );
    expect(() => guessed((i) => ({ text: prose(i), confidence: i % 2 }))).toThrow(
      'passed over, since by its name it came after the label or explains it: "confidence"',
    );
    expect(() => guessed((i) => ({ "text;label": `a;${i}` }))).toThrow(
      'got one column, "text;label"; are its fields divided by another sign',
    );
    expect(() => guessed((i) => ({ text: prose(i) }))).toThrow(
      'got one column, "text"; add one that says what is right, such as "label"',
    );
    expect(() => guessTask("data.csv", [])).toThrow("data.csv: has no rows");
    expect(() => guessed((i) => ({ text: prose(i), label: 1 }))).toThrow(
      /; "label" holds one value alone$/,
    );
    const three = made((i) => ({ text: prose(i), label: i % 2 })).slice(0, 3);
    expect(() => guessTask("data.csv", three)).toThrow(
      /; "label" has 2 values in 3 rows, too few of each$/,
    );
  });

  it("asks to look at values that may mean no label, and at those that differ in capitals", () => {
    const notes = (...values: readonly (string | number)[]) =>
      guessed((i) => ({ text: prose(i), label: values[i % values.length] })).notes.join();
    const none = 'of "label" may mean that there is no label: null in labels leaves such rows out';
    expect(notes(0, 1, -1)).toBe(`"-1" ${none}`);
    expect(notes("for", "against", "none")).toContain(`"none" ${none}`);
    expect(notes(-1, 1)).toBe("");
    expect(notes("Yes", "no", "yes")).toBe(
      '"Yes", "yes" of "label" differ in capitals alone: one number in labels makes one class',
    );
  });

  it("leaves out what can only mean that there is no label, and says so", () => {
    const left = (...values: readonly (string | number)[]) => {
      const guess = guessed((i) => ({ text: prose(i), label: values[i % values.length] }));
      return [guess.options.labels, guess.notes.join()];
    };
    const none = (value: string) =>
      `"${value}" of "label" means that there is no label: left out, null in labels`;
    expect(left("entailment", "neutral", "-")).toEqual([
      { entailment: 0, neutral: 1, "-": null },
      expect.stringContaining(none("-")),
    ]);
    expect(left("no", "yes", "N/A")).toEqual([{ no: 0, yes: 1, "N/A": null }, none("N/A")]);
    expect(left(0, 1, "None")).toEqual([{ "0": 0, "1": 1, None: null }, none("None")]);
    expect(left(0, 1, 2, -1)).toEqual([{ "0": 0, "1": 1, "2": 2, "-1": null }, none("-1")]);
    // A sign, and a class of that name.
    expect(left(0, 1, -1)[0]).toEqual({ "-1": 0, "0": 1, "1": 2 });
    expect(left("A+", "A-", "n/a")[0]).toEqual({ "A+": 0, "A-": 1, "n/a": null });
    expect(left("+", "-")[0]).toEqual({ "-": 0, "+": 1 });
  });

  it("takes 60 words for classes, and shows the first of them", () => {
    const row = (i: number) => ({ text: prose(i), intent: `intent_${i % 60}` });
    const { options, reasons } = guessTask(
      "data.csv",
      Array.from({ length: 600 }, (_, i) => row(i)),
    );
    expect(Object.keys(options.labels as object)).toHaveLength(60);
    expect(reasons.label).toMatch(/, and 48 more$/);
  });

  it("takes choices that lie in an object by letter", () => {
    const row = (i: number) => ({
      question: prose(i),
      options: { A: `so ${i}`, B: `or ${i}` },
      answer: "AB"[i % 2],
    });
    expect(options(row)).toMatchObject({ kind: "choices", choices: ["options.A", "options.B"] });
  });

  it("reads a list's only item, and objects however deep", () => {
    const { options, reasons, notes } = guessed((i) => ({
      text: prose(i),
      label: [i % 2 ? "pos" : "neg"],
      tags: i % 3 ? ["a"] : ["a", "b"],
    }));
    expect(options).toMatchObject({ label: "label.0", labels: { neg: 0, pos: 1 } });
    expect(reasons.label).toContain("by its name");
    expect(notes.join()).toContain('"label.0" is all that its list has in the rows looked at');
    const exported = guessed((i) => ({
      data: { text: prose(i) },
      gold: [{ result: [{ value: { choices: [i % 2 ? "yes" : "no"] } }] }],
    }));
    expect(exported.options).toEqual({
      text: "data.text",
      label: "gold.0.result.0.value.choices.0",
      labels: { no: 0, yes: 1 },
    });
    const nested = guessed((i) => ({ review: { text: prose(i), meta: { label: i % 2 } } }));
    expect(nested.options).toEqual({ text: "review.text", label: "review.meta.label" });
  });

  it("knows a name with blanks around it", () => {
    const { options, reasons } = guessed((i) => ({ text: prose(i), " label": i % 2 }));
    expect(options).toMatchObject({ text: "text", label: " label" });
    expect(reasons.label).toContain("by its name");
  });

  it("says what to do where the label's column holds lists", () => {
    expect(() => guessed((i) => ({ text: prose(i), label: [i % 2, 1 - (i % 2)] }))).toThrow(
      '; "label" holds lists: make a class of each with rows(...), or read one item of them in a ' +
        'study, as in label: "label.0"',
    );
  });

  it("says what to do where the names of classes are sentences", () => {
    const long = (i: number) =>
      `the reply number ${i % 2} keeps to the rules that were agreed upon`;
    expect(() => guessed((i) => ({ text: prose(i), label: long(i) }))).toThrow(
      '; the values of "label" are long for names of classes: where they are, say so in a study, ' +
        'label: "label", labels: {...}',
    );
  });

  it("asks to look at truth that is written in two ways", () => {
    const mixed = [true, 1, false, 0];
    const { notes } = guessed((i) => ({ text: prose(i), label: mixed[i % 4] }));
    expect(notes.join()).toContain(
      '"0", "1", "false", "true" of "label" may say the same: one number in labels makes one class',
    );
  });

  it("says what the file calls the classes that it holds as numbers", () => {
    const rows = made((i) => ({ text: prose(i), label: i % 2 }));
    const names = new Map([["label", ["positive", "negative", "neutral"]]]);
    expect(guessTask("data.parquet", rows, names).notes).toEqual([
      'the file calls the values of "label": 0 "positive", 1 "negative"',
    ]);
  });

  it("takes bytes for one value that is no text", () => {
    const image = { bytes: Uint8Array.of(1, 2), path: null };
    const row = (i: number) => ({ text: prose(i), label: i % 2, image, raw: image.bytes });
    expect(options(row)).toEqual({ kind: "table", text: "text", label: "label" });
  });
});

describe("ownStudy", () => {
  let cwd: string;
  beforeEach(() => {
    cwd = scratchFolder("own");
  });
  const rows = made((i) => ({ text: prose(i), label: i % 2 ? "yes" : "no" }));
  const expected = ['  // it gives 30 "no", 30 "yes"', "labels: { no: 0, yes: 1 },"];

  it.each([
    [
      "reviews.csv",
      `text,label\n${rows.map(({ text, label }) => `"${text}",${label}`).join("\n")}`,
    ],
    [
      "reviews.tsv",
      `text\tlabel\n${rows.map(({ text, label }) => `${text}\t${label}`).join("\n")}`,
    ],
    ["reviews.jsonl", rows.map((row) => JSON.stringify(row)).join("\n")],
    ["reviews.json", JSON.stringify(rows)],
    ["reviews.json", rows.map((row) => JSON.stringify(row)).join("\n")],
    [
      "reviews.parquet",
      new Uint8Array(
        parquetWriteBuffer({
          columnData: ["text", "label"].map((name) => ({
            name,
            data: rows.map((row) => row[name]),
          })),
        }),
      ),
    ],
  ])("reads %s, loads the task as guessed and says what it gives", async (name, bytes) => {
    await writeFile(join(cwd, name), bytes);
    const { file, text, lines } = await ownStudy(name, cwd, join(cwd, "mine"));
    expect(file).toBe("reviews.study.ts");
    for (const line of expected) expect(text).toContain(line);
    expect(text).toContain(`task: table("../${name}", {`);
    expect(lines[0]).toBe(`${name}: 60 rows, read as table(...)`);
    expect(lines[1]).toMatch(/^ {2}text +"text" {2}by its name, for example "a sentence of some/);
  });

  it("takes a first line of data for a row, and says so", async () => {
    const lines = rows.map(
      ({ text, label }, i) => `gj04\t${label === "yes" ? 1 : 0}\t\t${text} ${i}`,
    );
    await writeFile(join(cwd, "in.tsv"), lines.join("\n"));
    const own = await ownStudy("in.tsv", cwd, cwd);
    expect(own.text).toMatch(/text: "3",\n(.*\n)+ *label: "1",\n(.*\n)*.*header: false,/);
    expect(own.lines[0]).toContain("60 rows");
    expect(own.lines.join("\n")).toContain("the first line looks like data");
  });

  it("takes a first line for a row whose fields are values of their columns", async () => {
    const spam = made((i) => ({ label: i % 2 ? "spam" : "ham", text: `hi ${i}, you` }));
    const lines = spam.map(({ label, text }) => `${label}\t${text}`);
    await writeFile(join(cwd, "sms.tsv"), lines.join("\n"));
    expect((await ownStudy("sms.tsv", cwd, cwd)).lines[0]).toContain("60 rows");
    // A header that stands twice, where files were joined, is one still.
    await writeFile(join(cwd, "sms.tsv"), ["label\ttext", "label\ttext", ...lines].join("\n"));
    expect((await ownStudy("sms.tsv", cwd, cwd)).text).not.toContain("header: false");
  });

  it("reads JSON by columns before anybody has asked for one", async () => {
    const columns = {
      text: Object.fromEntries(rows.map(({ text }, i) => [i, text])),
      label: Object.fromEntries(rows.map(({ label }, i) => [i, label])),
    };
    const third = (column: object) =>
      Object.fromEntries(Object.entries(column).map(([row, value]) => [Number(row) * 3, value]));
    for (const document of [
      columns,
      { text: third(columns.text), label: third(columns.label) },
      Object.fromEntries(Object.entries(columns).map(([name, of]) => [name, Object.values(of)])),
    ]) {
      await writeFile(join(cwd, "reviews.json"), JSON.stringify(document));
      expect((await ownStudy("reviews.json", cwd, cwd)).lines[0]).toContain("60 rows");
    }
  });

  it("says why a study does not run as it stands", async () => {
    await writeFile(join(cwd, "a.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    expect((await ownStudy("a.jsonl", cwd, cwd)).hindered).toBe(undefined);
    const one = rows.map((row) => JSON.stringify({ ...row, text: "the same text in all" }));
    await writeFile(join(cwd, "a.jsonl"), one.join("\n"));
    expect((await ownStudy("a.jsonl", cwd, cwd)).hindered).toMatch(
      /^task "a": the \w+ split needs two classes, got 0 of "no", 0 of "yes"/,
    );
    const few = made((i) => ({ text: prose(i), label: i > 53 ? "yes" : "no" }));
    await writeFile(join(cwd, "a.jsonl"), few.map((row) => JSON.stringify(row)).join("\n"));
    expect((await ownStudy("a.jsonl", cwd, cwd)).hindered).toMatch(
      /^task "a", supervise: 0\.1 of \d+ rows in whole groups leaves one side empty; it needs/,
    );
  });

  const quoted = rows.map(({ text, label }) => [`so ""${text}""`, label].map((f) => `"${f}"`));
  it.each<[string, string, readonly (readonly string[])[], Record<string, unknown>]>([
    ["semicolon.csv", ";", [["text", "label"], ...quoted], { delimiter: ";" }],
    ["tab.csv", "\t", [["text", "label"], ...quoted], { delimiter: "\t" }],
    ["comma.tsv", ",", [["text", "label"], ...quoted], { delimiter: ",", quotes: true }],
    ["quoted.tsv", "\t", [["text", "label"], ...quoted], { quotes: true }],
    ["caret.csv", "^", [["text", "label"], ...quoted], { delimiter: "^" }],
    ["hive.csv", "\u0001", [["text", "label"], ...quoted], { delimiter: "\u0001" }],
    ["index.csv", ",", [["", "text", "label"], ...quoted.map((row, i) => [`${i}`, ...row])], {}],
    ["spare.csv", ",", [["text", "label", "", ""], ...quoted.map((row) => [...row, "", ""])], {}],
  ])("tells from %s how it is written", async (name, delimiter, lines, form) => {
    await writeFile(join(cwd, name), lines.map((line) => line.join(delimiter)).join("\n"));
    const own = await ownStudy(name, cwd, cwd);
    expect(own.lines[0]).toBe(`${name}: 60 rows, read as table(...)`);
    expect(own.text).toContain('text: "text"');
    expect(own.text).toContain('label: "label"');
    expect(own.text).not.toContain("header");
    for (const [key, value] of Object.entries(form))
      expect(own.text).toContain(`    ${key}: ${JSON.stringify(value)},\n`);
  });

  it.each([
    ["reviews.txt", "tsv", rows.map(({ text, label }) => `${text}\t${label}`)],
    ["reviews.tab", "tsv", rows.map(({ text, label }) => `"${text}"\t${label}`)],
    ["reviews", "csv", rows.map(({ text, label }) => `"${text}, seen",${label}`)],
    ["reviews.data", "jsonl", rows.map((row) => JSON.stringify(row))],
    ["reviews.jsonl", "json", [JSON.stringify(rows)]],
  ])("reads %s as what is in it", async (name, format, lines) => {
    const header = { tsv: ["text\tlabel"], csv: ["text,label"] }[format] ?? [];
    await writeFile(join(cwd, name), [...header, ...lines].join("\n"));
    const own = await ownStudy(name, cwd, cwd);
    expect(own.lines[0]).toBe(`${name}: 60 rows, read as table(...)`);
    expect(own.text).toContain(`    format: "${format}",\n`);
  });

  it("reads quotes behind a backslash, as Spark writes them", async () => {
    const lines = rows.map(({ text, label }, i) => `"so \\"${text}\\", ${i}",${label}`);
    await writeFile(join(cwd, "spark.csv"), ["text,label", ...lines].join("\n"));
    const own = await ownStudy("spark.csv", cwd, cwd);
    expect(own.lines[0]).toBe("spark.csv: 60 rows, read as table(...)");
    expect(own.text).toContain('    quotes: "backslash",\n');
  });

  it("reads shards of an object a line under the ending of one document", async () => {
    const lines = rows.map((row) => JSON.stringify(row));
    await mkdir(join(cwd, "shards"));
    for (const shard of [0, 1]) {
      const own = lines.slice(shard * 30, shard * 30 + 30).join("\n");
      await writeFile(join(cwd, `shards/reviews-00000000000${shard}.json`), own);
    }
    const own = await ownStudy("shards", cwd, cwd);
    expect(own.lines[0]).toBe("shards: 60 rows, read as table(...)");
    expect(own.text).toContain('    format: "jsonl",\n');
    expect(own.hindered).toBe(undefined);
  });

  it("refuses a file of no form, one that is not there, and two lists in one", async () => {
    await writeFile(join(cwd, "notes.txt"), "some words\nand some more");
    await expect(ownStudy("notes.txt", cwd, cwd)).rejects.toThrow(
      /^notes\.txt: must be a table of two columns or more, .*; write a study of it by hand/,
    );
    await expect(ownStudy("none.txt", cwd, cwd)).rejects.toThrow("none.txt: no such file");
    const parts = { train: rows, test: rows };
    await writeFile(join(cwd, "parts.json"), JSON.stringify(parts));
    await expect(ownStudy("parts.json", cwd, cwd)).rejects.toThrow(
      'or an object with one field that is such a list, got "train", "test"',
    );
  });

  it("leaves rows without a text out, and says how many", async () => {
    const some = rows.map((row, i) => (i % 20 === 0 ? { ...row, text: " " } : row));
    await writeFile(join(cwd, "some.jsonl"), some.map((row) => JSON.stringify(row)).join("\n"));
    const { lines, text, hindered } = await ownStudy("some.jsonl", cwd, cwd);
    expect(text).toContain("    // rows without a text: 3\n    dropEmpty: true,\n");
    expect(lines.join("\n")).toContain("left out: 3 empty");
    expect(hindered).toBe(undefined);
  });

  it("says what a row has that does not fit the guess", async () => {
    const bad = [...rows, { text: 1e30, label: "yes" }];
    await writeFile(join(cwd, "bad.jsonl"), bad.map((row) => JSON.stringify(row)).join("\n"));
    const { lines, text, hindered } = await ownStudy("bad.jsonl", cwd, cwd);
    expect(lines[0]).toBe("bad.jsonl: 61 rows, looks like table(...)");
    expect(hindered).toMatch(/^bad\.jsonl:61: "text" is beyond 2\^53, where numbers lose digits/);
    expect(text).toContain(`// it does not read so: ${hindered}`);
    await expect(ownStudy("nope.csv", cwd, cwd)).rejects.toThrow("nope.csv: no such file");
    expect(await readFile(join(cwd, "bad.jsonl"), "utf8")).toContain("yes");
  });
});
