import { fileURLToPath } from "node:url";
import { ndarray, nodeRuntime } from "@w2s/grad";
import { openSafetensors } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { naive } from "../../methods/index.js";
import { tinyModel, tinyModelAt } from "../testing/tiny-student.js";
import { labelWordHead } from "./label-words.js";
import type { TunedModel } from "./program/tuning.js";
import { finetuneRecipe } from "./recipe.js";
import { finetuneStudent } from "./training/fit.js";

/** Five words of a language model of width 3. */
const matrix = ndarray(
  Float32Array.from({ length: 15 }, (_, i) => i),
  [5, 3],
);
const decoder = {
  ...tinyModel,
  name: "a decoder",
  width: 3,
  architecture: {
    ...tinyModel.architecture,
    head: { shapes: { "lm.weight": [5, 3] }, matrix: "lm.weight" },
  },
  weights: () => ({ "lm.weight": matrix }),
} as unknown as TunedModel;

/** Digits are tokens 0 to 4, one a digit; everything else is unknown, token 9. */
const tokenizer = {
  following: (text: string) =>
    Int32Array.from(text, (letter) => (/[0-4]/.test(letter) ? Number(letter) : 9)),
};

describe("labelWordHead", () => {
  it("has the words' rows of the language model's head", () => {
    const head = labelWordHead(decoder, tokenizer, ["4", "1"], 2);
    expect([...head["student.weight"]!.data]).toEqual([12, 13, 14, 3, 4, 5]);
    expect(head["student.weight"]!.shape).toEqual([2, 3]);
    expect([...head["student.bias"]!.data]).toEqual([0, 0]);
  });

  it("starts a student at what PyTorch's language model says of the words", async () => {
    const folder = fileURLToPath(
      new URL("../../../../models/src/fixtures/families/llama/", import.meta.url),
    );
    const reference = openSafetensors(`${folder}reference.safetensors`);
    const [ids, logits] = [reference.read("ids"), reference.read("logits")];
    const lengths = Array.from(reference.read("lengths").data, Number);
    const [texts, seq] = ids.shape as [number, number];
    const llama = tinyModelAt(folder);
    // A word is its token's number.
    const numbers = { following: (text: string) => Int32Array.of(Number(text)) };
    const [no, yes] = [5, 9];
    const rows = Int32Array.from({ length: texts }, (_, i) => i);
    const labels = ndarray(new Float32Array(2 * texts).fill(0.5), [texts, 2]);
    const fit = await finetuneStudent(
      {
        name: "a student",
        method: naive(),
        head: labelWordHead(llama, numbers, [String(no), String(yes)], 2),
        train: labels,
        validation: labels,
      },
      {
        model: llama,
        shape: "classify",
        options: 2,
        ids: lengths.map((length, i) =>
          Int32Array.from(ids.data.subarray(i * seq, i * seq + length), Number),
        ),
        train: rows,
        validation: rows,
        predict: rows,
      },
      // Nothing is learnt at this rate.
      finetuneRecipe({ epochs: 1, learningRate: 1e-12, pooling: "last" }),
      { runtime: nodeRuntime, seed: 0 },
    );
    const vocabulary = logits.shape[2]!;
    lengths.forEach((length, i) => {
      const at = (i * seq + length - 1) * vocabulary;
      const odds = Number(logits.data[at + yes]) - Number(logits.data[at + no]);
      expect(fit.probabilities.data[2 * i + 1]).toBeCloseTo(1 / (1 + Math.exp(-odds)), 5);
    });
  });

  it("refuses a head that projects the last layer before its words are compared with it", () => {
    const folder = new URL(
      "../../../../models/src/fixtures/families/opt-projected/",
      import.meta.url,
    );
    const opt = { ...tinyModelAt(fileURLToPath(folder)), name: "opt" };
    expect(() => labelWordHead(opt, tokenizer, ["0", "1"], 2)).toThrow(
      'finetune: "labelWords" needs a head that reads the last layer itself, and opt projects it ' +
        "from 16 to 12 numbers first; leave it out",
    );
  });

  it("names the same word with a blank, or without, where that is one token", () => {
    const words = {
      following: (text: string) => (text === " yes" ? Int32Array.of(3) : Int32Array.of(1, 2)),
    };
    const head = () => labelWordHead(decoder, words, ["yes", " yes"], 2);
    expect(head).toThrow('got "yes", which is 2 (ids 1, 2); " yes" is one');
    const no = () => labelWordHead(decoder, words, [" no", " yes"], 2);
    expect(no).toThrow('got " no", which is 2 (ids 1, 2); choose another word');
  });

  it("refuses words that are not one token each, encoders, and the wrong number of words", () => {
    const refused: readonly (readonly [TunedModel, string[], string])[] = [
      [
        decoder,
        ["0", "12"],
        'a label word must be one token of a decoder, got "12", which is 2 (ids 1, 2)',
      ],
      [decoder, ["0", "x"], 'must be a token of a decoder, and it does not know "x"'],
      [decoder, ["0"], '"labelWords" must be 2, one an option, got 1'],
      [decoder, ["0", "0"], '"labelWords" must differ, got ["0","0"]'],
      [tinyModel, ["0", "1"], "tiny is an encoder without one"],
    ];
    for (const [model, words, message] of refused) {
      expect(() => labelWordHead(model, tokenizer, words, 2)).toThrow(message);
    }
  });
});
