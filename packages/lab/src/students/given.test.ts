// What students' functions are given in place of a model, features or a student: one line that says
// what was needed and what came, before anything is opened.

import { describe, expect, it } from "vitest";
import { expectRefusals, type Needing, type Wrong } from "../../test/given.js";
import { drawn, model } from "../reading/index.js";
import {
  chat,
  external,
  finetune,
  lora,
  predictions,
  probe,
  prompt,
  reprobe,
  told,
} from "./index.js";

const tiny = model("./tiny");
/** What each is wrongly given, and how a message ends. */
const wrong: Wrong = [
  [{}, "got an object"],
  [5, "got 5"],
  [undefined, "got nothing"],
  [null, "got null"],
  [drawn, "got a function; call it: drawn(...)"],
  [tiny.layer, "got a function; call it: layer(...)"],
  [Promise.resolve(tiny), "got a promise; await it"],
];

const needing: Needing = [
  ["probe: needs features, such as model(...), model(...).layer(k) or drawn(...)", probe],
  ["finetune: needs a model(...), or a model(...).layer(k) from 1", finetune],
  ["lora: needs a model(...), or a model(...).layer(k) from 1", lora],
  ["prompt: needs a model(...) without a layer, whose own head answers", prompt],
  ["reprobe: needs a student that is trained first, finetune(...) or lora(...)", reprobe],
  ["predictions: needs the path of a file", predictions],
  ["told: needs a student such as probe(...)", told],
];

describe("a student's function", () => {
  it.each(needing)("%s, whatever comes instead", (needs, make) =>
    expectRefusals(wrong, needs, make),
  );

  it("that takes options alone refuses what is none", () => {
    for (const [given, got] of wrong.slice(1, -1)) {
      expect(() => external(given as never), got).toThrow(
        `external: needs an object with "command", ${got}`,
      );
    }
    expect(() => external({} as never)).toThrow('external: "command" must be given');
    for (const given of ["text", 5, undefined, drawn]) {
      expect(() => chat(given as never)).toThrow('chat: needs options, with "url" and "model"');
    }
  });

  it("says how a model's name becomes a model", () => {
    for (const make of [probe, finetune, lora, prompt]) {
      expect(() => make("zoo:w2s-world-32" as never)).toThrow(
        'got "zoo:w2s-world-32"; write model("zoo:w2s-world-32")',
      );
    }
  });

  it("refuses features that it cannot train, and a student that has no body", () => {
    expect(() => finetune(drawn(4) as never)).toThrow("got features drawn:4");
    expect(() => finetune(tiny.layer(0))).toThrow("got features tiny:0");
    expect(() => prompt(tiny.layer(2) as never)).toThrow("got features tiny:2");
    // It has a model and a recipe, too.
    expect(() => reprobe(prompt(tiny) as never)).toThrow("reprobe: needs a student");
  });

  it("refuses options that are none", () => {
    for (const options of [5, null, "epochs", [3]] as never[]) {
      expect(() => probe(tiny, options)).toThrow("probe: options must be an object, got ");
      expect(() => finetune(tiny, options)).toThrow("finetune: options must be an object, got ");
      expect(() => prompt(tiny, options)).toThrow("prompt: options must be an object, got ");
    }
  });
});
