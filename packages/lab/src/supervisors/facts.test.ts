import type { Model } from "@w2s/models";
import { openModel, resolveModel } from "@w2s/models";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeTinyModel } from "../../test/tiny-model.js";
import { drawn, model } from "../reading/index.js";
import { modelFacts, probe } from "../students/index.js";
import { ensemble, labels, noisy, supervisorFacts, trained } from "./index.js";

let tiny: Model;
beforeAll(async () => {
  const folder = scratchFolder("supervisor-facts");
  tiny = await openModel(await resolveModel(await writeTinyModel(folder, { layers: 2 })));
});

/** Every model is the tiny one; "org/silent" does not say what its pretraining took. */
const room = {
  model: ({ model: name }: { readonly model: string }) =>
    name === "org/silent" ? tiny : { ...tiny, pretraining: { tokens: 100, flop: 8000 } },
};
const of = (name: string, layer = 2) => probe(model(name).layer(layer));
const facts = (spec: Parameters<typeof supervisorFacts>[0]) => supervisorFacts(spec, room as never);
const whole = () => modelFacts(of("org/one"), room);

describe("supervisorFacts", () => {
  it("of noise are those of what it is laid over", () => {
    expect(facts(noisy(of("org/one"), { rate: 0.1 }))).toEqual({
      ...whole(),
      adapted: "probe, 10% random flipped",
    });
  });

  it("of an ensemble are the sums over its models, each counted once by its deepest layer", () => {
    const { parameters } = whole();
    const two = ensemble([of("org/one"), of("org/two")]);
    expect(facts(two)).toEqual({
      name: "one + two",
      adapted: "mean of 2",
      parameters: 2 * parameters!,
      pretrainingFlop: 16_000,
    });
    const same = ensemble([
      of("org/one", 2),
      of("org/one", 1),
      noisy(of("org/one"), { rate: 0.1 }),
    ]);
    expect(facts(same)).toMatchObject({ name: "one", parameters, pretrainingFlop: 8000 });
  });

  it("of an ensemble say nothing of pretraining where one of its models does not", () => {
    const mixed = facts(ensemble([of("org/one"), of("org/silent")]));
    expect(mixed).toMatchObject({ parameters: 2 * whole().parameters!, pretrainingFlop: null });
  });

  it("have no sizes where there is no model, which adds nothing to an ensemble", () => {
    const people = labels("people.jsonl", { id: "id", label: "label" });
    const none = { parameters: null, pretrainingFlop: null };
    expect(facts(people)).toMatchObject({ adapted: "labels", ...none });
    expect(facts(noisy(people, { rate: 0.1 }))).toMatchObject(none);
    expect(facts(ensemble([people, probe(drawn(4))]))).toMatchObject(none);
    expect(facts(ensemble([people, of("org/one")]))).toMatchObject({
      parameters: whole().parameters,
      pretrainingFlop: 8000,
    });
    expect(facts(trained(of("org/one")))).toEqual(whole());
  });
});
