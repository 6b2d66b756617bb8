// What programs build, as the steps of a plan show it, and how they nest.

import { describe, expect, it } from "vitest";
import { link, strong, TinyStores, tinyPairs, tinyStudy } from "../../test/tiny-study.js";
import type { Step } from "../engine/index.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import {
  bootstrapping,
  confidence,
  coTeaching,
  knn,
  logistic,
  type Method,
  naive,
  select,
  strongToStrong,
  studentEnsemble,
  surest,
} from "./index.js";

const stores = new TinyStores();

/** What a method makes of the tiny study: the last step, its links and the whole outcome. */
async function taught(methods: Method) {
  const ran = await stores.run(tinyStudy({ methods }));
  const { student, links } = ran.plan.cells[0]!.trials[0]!;
  const said = await ran.result(student.step);
  return { ...ran, student: student.step, links, said: [...said.probabilities.data] };
}
const input = (step: Step, role: string) => step.inputs[role] as Step;
const list = (step: Step, role: string) => step.inputs[role] as readonly Step[];

describe("strongToStrong", () => {
  it("teaches the student by what the student said", async () => {
    const { student, links } = await taught(strongToStrong());
    const labels = input(student, "labels");
    expect(links.map(({ step }) => step.name)).toEqual([input(labels, "by").name]);
    expect(student.kind.name).toBe("fit");
    const twice = await taught(strongToStrong({ iterations: 2 }));
    expect(twice.links.map(({ label }) => label)).toEqual(["strong:30", "strong:30"]);
    expect(twice.links[0]!.step.name).toBe(links[0]!.step.name);
  });
});

describe("studentEnsemble", () => {
  it("answers with the mean of students in other orders, the first the study's", async () => {
    const { student, result, said } = await taught(studentEnsemble({ members: 3 }));
    const members = list(student, "members");
    expect(new Set(members.map(({ name }) => name)).size).toBe(3);
    const each = await Promise.all(members.map(result));
    const of = each.map((one) => (one as { probabilities: { data: Float32Array } }).probabilities);
    said.forEach((value, i) => {
      const mean = of.reduce((sum, { data }) => sum + data[i]!, 0) / 3;
      expect(value).toBeCloseTo(mean, 6);
    });
    const plain = await taught(naive());
    expect(members[0]!.name).toBe(plain.student.name);
  });

  it("boosts: each member after the first learns from a draw by the errors before it", async () => {
    const { student, plan } = await taught(studentEnsemble({ members: 3, combine: "adaboost" }));
    const members = list(student, "members");
    const seen = members.slice(1).map((one) => list(input(one, "labels"), "said").length);
    expect(seen).toEqual([1, 2]);
    expect(plan.cells[0]!.trials[0]!.links).toEqual([]);
    expect(input(student, "target").kind.name).toBe("labels");
  });

  it("has others beside the study's student", async () => {
    const { student } = await taught(studentEnsemble({ members: [link], combine: "product" }));
    expect(list(student, "members").map(({ label }) => label.split(" taught")[0])).toEqual([
      "strong:30",
      "link:12",
    ]);
  });
});

describe("coTeaching", () => {
  it("lets each choose for the other, and gives the study's own student", async () => {
    const { student, links } = await taught(coTeaching({ rounds: 2, forget: 0.4, peer: link }));
    const chosen = input(student, "labels");
    expect(chosen.params.adjustment).toMatchObject({ name: "small-loss", options: { keep: 0.6 } });
    const peer = input(list(chosen, "said")[0]!, "by");
    expect(peer.label).toContain("link:12");
    const forPeer = input(peer, "labels");
    expect(forPeer.params.adjustment).toMatchObject({ options: { keep: 0.8 } });
    expect(input(list(forPeer, "said")[0]!, "by").label).toContain("strong:30");
    expect(links).toEqual([]);
  });
});

describe("logistic", () => {
  it("judges each example by a probe that never saw it", async () => {
    const { student } = await taught(logistic({ folds: 3 }));
    const joined = list(input(student, "labels"), "said")[0]!;
    const folds = list(joined, "members").map((said) => input(said, "by"));
    expect(folds).toHaveLength(3);
    for (const [i, fold] of folds.entries()) {
      const { rows, recipe } = fold.value as {
        rows: { train: Int32Array };
        recipe: { solver: string };
      };
      const parts = (joined.value as { parts: { list: Int32Array }[] }).parts;
      const judged = new Set(parts[i]!.list);
      expect(recipe.solver).toBe("lbfgs");
      expect([...rows.train].filter((row) => judged.has(row))).toEqual([]);
      const others = parts.reduce((sum, part, j) => sum + (j === i ? 0 : part.list.length), 0);
      expect(rows.train.length).toBe(others);
    }
  });
});

describe("select", () => {
  it("is another rule of the student's recipe, and an oracle by name where it is one", async () => {
    const { outcomes, student } = await taught(select({ rule: "oracle" }));
    expect(outcomes[0]!.method).toBe("select-oracle");
    expect(student.label).toContain("strong:30, oracle");
    expect(student.params.recipe).toMatchObject({ selection: "oracle" });
    expect(input(student, "oracle").kind.name).toBe("truth");
    const last = await taught(select({ rule: "last" }));
    expect(last.student.params.recipe).toMatchObject({ selection: "last" });
  });

  it("is refused where a training has no evaluations", async () => {
    const students = probe(drawn(30, { as: "searched" }), { solver: "lbfgs" });
    await expect(stores.plan(tinyStudy({ students, methods: select() }))).rejects.toThrow(
      "searched:30 logistic: has no selection to change",
    );
  });
});

describe("knn", () => {
  it("knows examples by the student's own features", async () => {
    const { student } = await taught(knn({ k: 3 }));
    const adjusted = input(student, "labels");
    expect(input(adjusted, "features").name).toBe(input(student, "features").name);
  });

  it("finds pairs by both of their texts", async () => {
    const ran = await stores.run(tinyStudy({ task: tinyPairs(), methods: knn({ keep: 0.5 }) }));
    const { student } = ran.plan.cells[0]!.trials[0]!;
    const adjusted = await ran.result(input(student.step, "labels"));
    const { transfer, validation } = ran.plan.cells[0]!.room.rows(0);
    const left = Math.round(transfer.length / 2) + validation.length;
    expect((adjusted as { rows: Int32Array }).rows.length).toBe(left);
  });
});

describe("programs", () => {
  it("nest, and say so in their names", async () => {
    const by = surest({ keep: 0.8, by: confidence() });
    const { student, outcomes } = await taught(bootstrapping({ through: [link], by }));
    expect(outcomes[0]!.method).toBe("bootstrapping");
    expect(student.params.method).toMatchObject({ name: "confidence" });
    expect(input(student, "labels").kind.name).toBe("adjusted labels");
    expect(bootstrapping({ through: [link], by }).options.by).toBe(
      "surest (keep 0.8, by confidence (alpha 0.5, warmup 0.2, prior half))",
    );
  });

  it("repeat what they are made of in other orders inside an ensemble", async () => {
    const { student } = await taught(studentEnsemble({ members: 2, by: strongToStrong() }));
    const first = list(student, "members").map((one) => input(input(one, "labels"), "by"));
    expect(new Set(first.map(({ name }) => name)).size).toBe(2);
  });

  it("cost no more than their fits: three nested steps are four fits and labels", async () => {
    const steps = async (methods: Method) =>
      (await stores.plan(tinyStudy({ methods }))).summary.work
        .filter(({ kind }) => kind === "fit")
        .reduce((sum, work) => sum + work.steps, 0);
    const plain = await steps(naive());
    const nested = bootstrapping({ through: [link], by: strongToStrong() });
    // Link and student, each once more by its own labels, in place of the student's one fit.
    expect(await steps(nested)).toBe(plain + 3);
    expect(strong.label).toBe("strong:30");
  });
});
