import { nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { openFamily } from "../testing/families.js";
import { floats } from "../testing/fixtures.js";
import { answerQuestions, type ScoringModel, type TokenQuestions } from "./questions.js";

function open(name: string) {
  const { architecture, config, weights, reference, lengths } = openFamily(name);
  const model: ScoringModel = {
    name,
    architecture,
    layers: config.layers,
    width: config.hiddenSize,
    weights: (shapes) => Object.fromEntries(Object.keys(shapes).map((key) => [key, weights[key]!])),
  };
  return { model, reference, lengths };
}

/** Every next token of each text that has one, and a few others after its last token. */
function questionsOf({ reference, lengths }: ReturnType<typeof open>): TokenQuestions[] {
  const { data, shape } = reference.read("ids");
  const others = [3, 1, 4];
  return lengths.map((length, row) => {
    const ids = Int32Array.from({ length }, (_, t) => Number(data[row * shape[1]! + t]));
    return {
      ids,
      after: Int32Array.from(
        [...ids.subarray(1).keys(), ...others.map(() => length - 1)],
        (t) => t + 1,
      ),
      targets: Int32Array.from([...ids.subarray(1), ...others]),
    };
  });
}

/** The same, by the logits that transformers gave. */
function expectedAnswers(
  { reference, lengths }: ReturnType<typeof open>,
  questions: TokenQuestions[],
) {
  const logits = floats(reference, "logits");
  const [slots, vocab] = [
    Math.max(...lengths),
    logits.length / lengths.length / Math.max(...lengths),
  ];
  return questions.map(({ after, targets }, row) =>
    Array.from(targets, (target, i) => {
      const at = (row * slots + after[i]! - 1) * vocab;
      const values = [...logits.subarray(at, at + vocab)];
      return values[target]! - Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
    }),
  );
}

describe.each(["gpt2", "gpt-neox", "llama", "mistral", "qwen2", "qwen3-tied"])(
  "answerQuestions of %s",
  (name) => {
    const family = open(name);
    const questions = questionsOf(family);

    it.each(["right", "left"] as const)(
      "has transformers' log-probabilities, padded on the %s",
      async (padding) => {
        // Batches allow little padding: repeated texts of 11 and 12 tokens share one.
        const near = {
          ...questions[2]!,
          ids: questions[2]!.ids.slice(0, 11),
          after: Int32Array.of(11),
          targets: Int32Array.of(5),
        };
        const asked = [...questions, near, ...Array.from({ length: 6 }, () => questions[2]!)];
        const answers = await answerQuestions(family.model, asked, {
          runtime: nodeRuntime,
          padding,
        });
        const expected = expectedAnswers(family, questions);
        expected.forEach((values, row) => {
          for (const [i, value] of values.entries()) expect(answers[row]![i]).toBeCloseTo(value, 4);
        });
        const [alone] = await answerQuestions(family.model, [near], { runtime: nodeRuntime });
        expect(answers[questions.length]![0]).toBeCloseTo(alone![0]!, 5);
        expect(answers.at(-1)).toEqual(answers.at(-2));
      },
    );
  },
);

describe("answerQuestions", () => {
  it("tells how far it is, and stops when told to", async () => {
    const family = open("llama");
    const seen: number[] = [];
    const options = { runtime: nodeRuntime, onProgress: (texts: number) => seen.push(texts) };
    await answerQuestions(family.model, questionsOf(family), options);
    expect(seen.at(-1)).toBe(4);
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(
      answerQuestions(family.model, questionsOf(family), { ...options, signal }),
    ).rejects.toThrow("stop");
  });

  it("refuses an encoder by its name", async () => {
    await expect(answerQuestions(open("bert").model, [], { runtime: nodeRuntime })).rejects.toThrow(
      "bert: an encoder has no language-model head; use a decoder such as Llama or GPT-2",
    );
  });
});
