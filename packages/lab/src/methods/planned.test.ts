// What a study's methods may not be is said when it is planned, with the method's name.

import { add, mean, mul, sum } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { link, TinyStores, tinyStudy } from "../../test/tiny-study.js";
import { bootstrapping, crossEntropy, type Loss, method, program, surest } from "./index.js";

const stores = new TinyStores();

/** A loss of a user's own, whatever it gives. */
const mine = (loss: (context: Parameters<Loss>[0]) => unknown) => method("mine", {}, loss as Loss);
const losses = ({ labels, logits }: Parameters<Loss>[0]) => crossEntropy(labels, logits);

const bad: [string, ReturnType<typeof mine>, string][] = [
  [
    "a scalar",
    mine((context) => mean(losses(context))),
    "[batch, students], one number an example",
  ],
  ["a number a student", mine((context) => mean(losses(context), 0)), "got float32[students]"],
  ["no tensor", mine(() => 7), "got 7, which is no tensor"],
  [
    "a mixture of students",
    mine((context) => add(losses(context), sum(losses(context), 1, true))),
    "mixes students",
  ],
  [
    "nothing that can be traced",
    mine(({ logits }) => mul(logits, sum(logits, 7))),
    "its loss fails",
  ],
];

describe("a study with a loss that gives", () => {
  it.each(bad)("%s is refused when it is planned, by the method's name", async (_, loss, what) => {
    const refused = async (methods: Parameters<typeof tinyStudy>[0]) => {
      const error = await stores.plan(tinyStudy(methods)).then(
        () => new Error("it was planned"),
        (thrown: Error) => thrown,
      );
      expect(error.message).toContain('method "mine": ');
      expect(error.message).toContain(what);
    };
    await refused({ methods: loss });
    // Inside programs, for links and students alike.
    await refused({ methods: surest({ keep: 0.5, by: loss }) });
    await refused({ methods: bootstrapping({ through: [link], by: loss }) });
  });
});

describe("a study with a program that", () => {
  it.each([
    ["no student", () => undefined, "got nothing"],
    ["a student of its own", () => ({ label: "mine" }), "got an object"],
  ])("gives %s is refused when it is planned", async (_, learn, got) => {
    const methods = program("mine", {}, learn as never);
    await expect(stores.plan(tinyStudy({ methods }))).rejects.toThrow(
      `method "mine": what "mine" gives must be a student that fit(...) gave, ${got}`,
    );
  });

  it("loops is refused when it is planned", async () => {
    const methods = program("endless", {}, ({ student, labels, fit }) => {
      while (true) fit(student, labels);
    });
    await expect(stores.plan(tinyStudy({ methods }))).rejects.toThrow(
      'method "endless": builds more than 2000 steps; does it loop?',
    );
  });

  it("asks for labels of rows that it made up is refused when it is planned", async () => {
    const methods = program("greedy", {}, ({ student, labels, fit }) =>
      fit(student, labels.on({ count: 3 })),
    );
    await expect(stores.plan(tinyStudy({ methods }))).rejects.toThrow(
      'method "greedy": asks for labels of rows that it may not see; rows come from parts(...)',
    );
  });
});
