// The file of claims, and files of claims that a user hands in.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { experiments } from "../all.js";
import { claimsPath, readClaims } from "./read.js";

const studies = Object.keys(experiments);
const folder = scratchFolder("claims");

const claim = {
  id: "more-is-better",
  places: [{ document: "paper", quote: "more is better" }],
  says: "More is better.",
  check: { study: "scaling", quantity: "gain", expect: { above: 0 } },
};

/** A file of one claim with these fields changed; undefined ones are left out. */
function fileOf(changed: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const path = join(folder, `${JSON.stringify(changed).length}.json`);
  const documents = [{ id: "paper", title: "A paper", file: "paper.txt", wrapped: false }];
  writeFileSync(path, JSON.stringify({ documents, claims: [{ ...claim, ...changed }], ...more }));
  return path;
}

describe("claims.json", () => {
  const file = readClaims(claimsPath, studies);

  it("names for every claim a study, there or announced, or why none measures it", () => {
    for (const { id, check, untestable } of file.claims) {
      expect([check === undefined, untestable === undefined], id).toContain(false);
      if (check) expect([...studies, ...file.notYet], id).toContain(check.study);
    }
  });

  it("ties the practices, the six assumptions and the two limits to studies", () => {
    const of = (kind: string) => file.touched.filter((one) => one.kind === kind).length;
    expect([of("assumption"), of("limit")]).toEqual([6, 2]);
    expect(of("practice")).toBeGreaterThanOrEqual(5);
  });

  it("takes from the announced studies those that are there", () => {
    expect(file.notYet).not.toContain("scaling");
    expect(readClaims(claimsPath, [...studies, "scheming"]).notYet).not.toContain("scheming");
  });
});

describe("readClaims", () => {
  it("reads a user's own claims", () => {
    expect(readClaims(fileOf({}), studies).claims[0]).toMatchObject({
      scope: ["world", "real"],
      check: { over: "mean", rows: {} },
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "a claim without a study",
      { check: undefined },
      'claim "more-is-better" must have a "check" that names the study that measures it, or ' +
        'say in "untestable" why none can, got neither',
    ],
    ["a claim with both", { untestable: "no time" }, "got both"],
    [
      "a study that there is not",
      { check: { ...claim.check, study: "scalng" } },
      '"more-is-better" names an unknown study "scalng"; did you mean "scaling"?',
    ],
    [
      "a check whose study is not said",
      { check: { quantity: "gain", expect: { above: 0 } } },
      '"claims.0.check.study" must be given',
    ],
    [
      "a quantity that there is not",
      { check: { ...claim.check, quantity: "gian" } },
      "must be one of weak, student",
    ],
    [
      "an expectation that is none",
      { check: { ...claim.check, expect: { about: 0.5 } } },
      "must be { above }, { below }, { within: [from, to] } or { beyond }",
    ],
    [
      "a document that there is not",
      { places: [{ document: "papr", quote: "more is better" }] },
      'unknown document "papr"; did you mean "paper"?',
    ],
    ["a claim without a place", { places: [] }, '"claims.0.places" must have at least 1 items'],
  ])("refuses %s in a line", (_, changed, message) => {
    expect(() => readClaims(fileOf(changed), studies)).toThrow(message);
  });

  it("refuses two claims of one name", () => {
    const path = fileOf({ says: "Twice." }, { claims: [claim, claim] });
    expect(() => readClaims(path, studies)).toThrow('two claims have the id "more-is-better"');
  });
});
