import { describe, expect, it } from "vitest";
import { loadTask, pairs, rows, type Task } from "../index.js";

const load = (task: Task) => loadTask(task, { baseDir: "." });

const columns = { chosen: "chosen", rejected: "rejected" };

describe("pairs", () => {
  const prefs = Array.from({ length: 200 }, (_, index) => ({
    chosen: `good ${index}`,
    rejected: `bad ${index}`,
    prompt: `p${index % 50}`,
  }));

  it("compares two texts in random order, the label at the chosen one", async () => {
    const { examples, shape, optionNames } = await load(
      pairs(rows("prefs", prefs), { chosen: "chosen", rejected: "rejected" }),
    );
    expect([shape, ...optionNames]).toEqual(["compare", "first", "second"]);
    for (const { inputs, label } of examples) {
      expect(inputs[label]).toMatch(/^good/);
      expect(inputs[1 - label]).toMatch(/^bad/);
    }
    // 200 fair coins: 100 expected, standard deviation sqrt(200 / 4) = 7.
    expect(Math.abs(examples.filter(({ label }) => label === 1).length - 100)).toBeLessThan(29);
  });

  it("puts the prompt before both and groups by it", async () => {
    const options = { chosen: "chosen", rejected: "rejected", prompt: "prompt" };
    const { examples } = await load(pairs(rows("prefs", prefs), options));
    expect(examples[0]!.inputs.every((input) => input.startsWith("p0\n"))).toBe(true);
    expect(new Set(examples.map(({ group }) => group)).size).toBe(50);
  });

  it("warns of a prompt inside both texts that nobody named", async () => {
    const inside = prefs.map(({ chosen, rejected, prompt }) => ({
      chosen: `Human: what about ${prompt}?\n\nAssistant: ${chosen}`,
      rejected: `Human: what about ${prompt}?\n\nAssistant: ${rejected}`,
      prompt,
    }));
    const fields = { chosen: "chosen", rejected: "rejected" };
    const { warnings } = await load(pairs(rows("prefs", inside), fields));
    expect(warnings).toEqual([
      "200 examples with 50 beginnings that other groups have too: perhaps on both sides of a " +
        'split; name the field with it as "prompt" or "group"',
    ]);
    const grouped = await load(pairs(rows("prefs", inside), { ...fields, group: "prompt" }));
    expect(grouped.warnings).toEqual([]);
  });

  it("leaves out pairs of equal texts and says so", async () => {
    const source = rows("prefs", [...prefs, { chosen: "same", rejected: "same\n" }]);
    const { examples, warnings } = await load(
      pairs(source, { chosen: "chosen", rejected: "rejected" }),
    );
    expect(examples.length).toBe(200);
    expect(warnings).toEqual(["1 row left out: the right text and another one are the same"]);
  });

  it("are binary with both texts in one, the same one first as in the comparison", async () => {
    const compared = await load(pairs(rows("prefs", prefs), columns));
    const { examples, shape, options, optionNames } = await load(
      pairs(rows("prefs", prefs), { ...columns, as: "binary" }),
    );
    expect([shape, options, ...optionNames]).toEqual(["classify", 2, "first", "second"]);
    expect(examples.map(({ inputs, label, group }) => [inputs, label, group])).toEqual(
      compared.examples.map(({ inputs, label, group }) => [[inputs.join("\n")], label, group]),
    );
    const asked = { ...columns, as: "binary", prompt: "prompt" } as const;
    const [first] = (
      await load(pairs(rows("prefs", prefs), { ...asked, input: "1) {first} 2) {second}" }))
    ).examples;
    expect(first!.inputs[0]).toMatch(/^p0\n1\) (good|bad) 0 2\) (good|bad) 0$/);
  });

  it("reads chats by the paths that it names where a text should be", async () => {
    const chats = prefs.map(({ prompt, ...said }) => {
      const chat = (answer: string) => [
        { role: "system", content: "Be a help to whoever asks, at any length." },
        { role: "user", content: `${prompt}, a question that is longer than its answers` },
        { role: "assistant", content: answer },
      ];
      return { chosen: chat(said.chosen), rejected: chat(said.rejected) };
    });
    const refused = pairs(rows("chats", chats), columns);
    await expect(load(refused)).rejects.toThrow(
      'rows "chats": row 1: "chosen" must be text, got a list; name one message, as in ' +
        '"chosen.-1.content", and what it answers as prompt: "chosen.-2.content", or make a text',
    );
    const answers = { chosen: "chosen.-1.content", rejected: "rejected.-1.content" };
    await expect(
      load(pairs(rows("chats", chats), { ...answers, prompt: "chosen" })),
    ).rejects.toThrow('as in "chosen.-2.content", or make a text');
    const { examples } = await load(
      pairs(rows("chats", chats), { ...answers, prompt: "chosen.-2.content" }),
    );
    const { inputs, label } = examples[0]!;
    const asked = "p0, a question that is longer than its answers";
    expect([inputs[label], inputs[1 - label]]).toEqual([`${asked}\ngood 0`, `${asked}\nbad 0`]);
    expect(new Set(examples.map(({ group }) => group)).size).toBe(50);
    const far = { ...answers, prompt: "chosen.-4.content" };
    await expect(load(pairs(rows("chats", chats), far))).rejects.toThrow(
      'no field "chosen.-4.content"',
    );
  });

  it("refuses a template without its form, and one with other slots", async () => {
    const prefer = (more: object) => load(pairs(rows("prefs", prefs), { ...columns, ...more }));
    await expect(prefer({ input: "{first} {second}" })).rejects.toThrow(
      'pairs: "input" needs as: "binary"',
    );
    await expect(prefer({ as: "binary", input: "{chosen}" })).rejects.toThrow(
      'input: knows {first} and {second}, got "{chosen}"',
    );
  });
});
