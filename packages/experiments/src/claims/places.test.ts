// Every sentence of the source documents is quoted by a claim, a practice, an assumption or a
// limit, or the inventory says why it holds no empirical statement.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readJson } from "@w2s/base";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { experiments } from "../all.js";
import { claimsPath, readClaims } from "./read.js";
import { faultsOf, sentencesOf } from "./testing/places.js";

const shared =
  process.env.W2S_SHARED ?? fileURLToPath(new URL("../../../../../shared", import.meta.url));
const file = readClaims(claimsPath, Object.keys(experiments));
const inventory = readJson(
  fileURLToPath(new URL("fixtures/silent.json", import.meta.url)),
  z.record(
    z.string(),
    z.array(
      z.strictObject({ from: z.string(), to: z.string().optional(), why: z.string().min(1) }),
    ),
  ),
);
const quotesOf = (document: string) =>
  [...file.claims, ...file.touched].flatMap(({ places }) =>
    places.filter((place) => place.document === document).map(({ quote }) => quote),
  );

describe.each(file.documents)("the places of $title", ({ id, file: name, wrapped }) => {
  const path = join(shared, name);

  it.skipIf(!existsSync(path))(`cover ${name}`, () => {
    const sentences = sentencesOf(readFileSync(path, "utf8"), wrapped);
    const faults = faultsOf(sentences, quotesOf(id), inventory[id] ?? []);
    // Notes repeat the sources and set the work: their quotes must be there, no more.
    const held = name.startsWith("seeds/") ? () => true : isNotThere;
    expect(faults.filter(held)).toEqual([]);
  });
});

const isNotThere = (fault: string) => fault.startsWith("is not there");

describe("faultsOf", () => {
  const sentences = sentencesOf(
    "# On size\n\nLarger is\nbetter, Fig. 2 et al. 2023 say. We had ten.\n\n1. One. Two?",
    true,
  );

  it("has a document's sentences, whatever its line breaks", () => {
    expect(sentences).toEqual([
      "# On size",
      "Larger is better, Fig. 2 et al. 2023 say.",
      "We had ten.",
      "1. One.",
      "Two?",
    ]);
  });

  it("tells what nobody speaks of, what is not there, and what is both", () => {
    const silent = [
      { from: "# On size", why: "a heading" },
      { from: "We had ten.", to: "1. One.", why: "a set-up" },
    ];
    expect(faultsOf(sentences, ["Larger is better"], silent)).toEqual(["nobody speaks of: Two?"]);
    expect(faultsOf(sentences, ["is better,", "smaller is", "One. Two?"], silent)).toEqual([
      "is not there: smaller is",
      "is quoted, and said to hold nothing: 1. One.",
    ]);
    expect(faultsOf(sentences, [], [{ from: "Two?", to: "1. One.", why: "" }])[0]).toBe(
      "ends before it begins: Two?",
    );
  });
});
