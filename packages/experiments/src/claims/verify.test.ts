import { describe, expect, it } from "vitest";
import { outcome } from "../../../report/test/outcomes.js";
import { claimsPage } from "./page.js";
import { type ClaimsFile, claimsFileSchema } from "./schema.js";
import { claimChanges } from "./since.js";
import { verifiedSchema } from "./verified.js";
import { type ClaimRun, verifyClaims } from "./verify.js";

const file: ClaimsFile = claimsFileSchema.parse({
  documents: [{ id: "paper", title: "A paper", file: "paper.txt", wrapped: false }],
  notYet: ["oracle"],
  claims: [
    {
      id: "gains",
      places: [{ document: "paper", quote: "students | gain" }],
      says: "Students gain.",
      check: {
        study: "scaling",
        rows: { method: "naive" },
        quantity: "gain",
        expect: { above: 0 },
      },
      why: [{ setting: "world", verdict: "agrees", text: "They do." }],
    },
    {
      id: "asks",
      places: [{ document: "paper", quote: "ask the oracle" }],
      says: "An oracle can be asked.",
      check: { study: "oracle", quantity: "gain", expect: { above: 0 } },
    },
    {
      id: "later",
      places: [{ document: "paper", quote: "in ten years" }],
      says: "It will come.",
      untestable: "a forecast",
    },
  ],
  touched: [
    {
      id: "values",
      kind: "assumption",
      places: [{ document: "paper", quote: "no values" }],
      says: "Values need not be settled.",
      studies: [
        { study: "scaling", how: "shows it" },
        { study: "oracle", how: "asks it" },
      ],
    },
  ],
});

const run = (given: Partial<ClaimRun> = {}): ClaimRun => ({
  study: "scaling",
  folder: "runs/scaling",
  setting: "world",
  sha256: "0".repeat(64),
  finishedAt: "2026-11-28T10:00:00.000Z",
  whole: true,
  outcomes: [outcome({ pgr: 0.4, spread: 0.1 })],
  ...given,
});
const verdictsOf = (runs: readonly ClaimRun[]) =>
  verifyClaims(file, runs).claims.map(({ results }) => results.map(({ verdict }) => verdict));

describe("verifyClaims", () => {
  it("holds each claim against the run of its study in its setting", () => {
    const { claims, runs } = verifyClaims(file, [run()]);
    expect(claims[0]!.results).toMatchObject([
      { setting: "world", verdict: "agrees", run: "runs/scaling", why: "They do." },
      { setting: "real", verdict: "not run" },
    ]);
    expect(claims[1]!.results[0]!.why).toBe("the study oracle is not there yet");
    expect(claims[2]!.results[0]).toMatchObject({
      verdict: "not testable here",
      why: "a forecast",
    });
    expect(runs.map(({ folder }) => folder)).toEqual(["runs/scaling"]);
  });

  it("takes a whole run before a later part of one", () => {
    const part = run({ folder: "runs/part", whole: false, outcomes: [outcome({ pgr: -0.4 })] });
    expect(verdictsOf([part, run()])[0]).toEqual(["agrees", "not run"]);
    expect(verdictsOf([part])[0]).toEqual(["differs", "not run"]);
  });

  it("says of a run without such rows that it has none", () => {
    const other = run({ outcomes: [outcome({ method: "confidence" })] });
    expect(verifyClaims(file, [other]).claims[0]!.results[0]).toMatchObject({
      verdict: "not run",
      why: "no row of the run has it",
    });
  });

  it("keeps claims to their scope", () => {
    const [first] = file.claims;
    const scoped = { ...file, claims: [{ ...first!, scope: ["world" as const] }] };
    expect(verifyClaims(scoped, [run()]).claims[0]!.results).toHaveLength(1);
  });

  it("keeps what a record measured where no run is, by what the claim asks today", () => {
    const record = verifyClaims(file, [run()]);
    const elsewhere = run({
      setting: "real",
      folder: "runs/scaling-real",
      outcomes: [outcome({ pgr: -0.4, spread: 0.1 })],
    });
    const both = verifyClaims(file, [elsewhere], record);
    expect(both.claims[0]!.results).toMatchObject([
      { setting: "world", verdict: "agrees", run: "runs/scaling", why: "They do." },
      { setting: "real", verdict: "differs", run: "runs/scaling-real" },
    ]);
    expect(both.runs.map(({ folder }) => folder)).toEqual(["runs/scaling-real", "runs/scaling"]);
    expect(verifyClaims(file, [], both)).toEqual(both);
    const none = verifyClaims(file, [run({ outcomes: [outcome({ method: "confidence" })] })]);
    expect(verifyClaims(file, [], none)).toEqual(none);
    // A run of today goes before it, and a claim that asks for more than was measured is no more.
    const again = run({ outcomes: [outcome({ pgr: -0.4, spread: 0.1 })] });
    expect(verifyClaims(file, [again], record).claims[0]!.results[0]!.verdict).toBe("differs");
    const [gains] = file.claims;
    const check = { ...gains!.check!, expect: { above: 0.5 } };
    const stricter = { ...file, claims: [{ ...gains!, check }] };
    expect(verifyClaims(stricter, [], record).claims[0]!.results[0]!.verdict).toBe("differs");
  });

  it("gives a record that reads back as it was", () => {
    const verified = verifyClaims(file, [run()]);
    expect(verifiedSchema.parse(JSON.parse(JSON.stringify(verified)))).toEqual(verified);
  });
});

describe("claimChanges", () => {
  const now = verifyClaims(file, [run()]);

  it("has verdicts that turned, then numbers that moved", () => {
    const worse = verifyClaims(file, [run({ outcomes: [outcome({ pgr: -0.4 })] })]);
    expect(claimChanges(worse, now)).toMatchObject([
      { id: "gains", setting: "world", before: { verdict: "differs" }, now: { verdict: "agrees" } },
    ]);
    const moved = verifyClaims(file, [run({ outcomes: [outcome({ pgr: 0.5 })] })]);
    expect(claimChanges(moved, now)).toMatchObject([
      { id: "gains", before: { verdict: "agrees" }, now: { verdict: "agrees" } },
    ]);
    expect(claimChanges(now, now)).toEqual([]);
  });

  it("tells claims that came and went", () => {
    const fewer = { ...now, claims: now.claims.slice(1) };
    expect(claimChanges(fewer, now).map(({ before }) => before)).toEqual([undefined, undefined]);
    expect(claimChanges(now, fewer).map((change) => change.now)).toEqual([undefined, undefined]);
  });
});

describe("claimsPage", () => {
  const page = claimsPage(file, verifyClaims(file, [run()]));

  it("says what the source says, what would confirm it, what was measured, and why", () => {
    expect(page).toContain("## A paper");
    expect(page).toContain(
      '| **Students gain.** `gains`<br>"students \\| gain"<br>Measured by `scaling`: ' +
        "student - weak (method naive): above 0. | " +
        "*agrees*<br>.072 [.054, .090]<br>1 task, 1 row, 5 seeds<br>They do. | *not run* |",
    );
    expect(page).toContain("Not testable here: a forecast. | *not testable here* |");
  });

  it("writes names of rows in words, and shows what Markdown would take", () => {
    const [first] = file.claims;
    const rows = { student: ["a*", "b_c", "!*d"], method: "!*e" };
    const claim = { ...first!, check: { ...first!.check!, rows, expect: { within: [-0.005, 1] } } };
    const one = { ...file, claims: [claimsFileSchema.shape.claims.element.parse(claim)] };
    expect(claimsPage(one, verifyClaims(one, []))).toContain(
      "(student a\\* or b\\_c but not \\*d, method all but \\*e): between -.005 and 1.",
    );
  });

  it("says what a check asked before results were there", () => {
    const claim = { ...file.claims[0]!, changed: "until noon it asked for PGR" };
    const one = { ...file, claims: [claimsFileSchema.shape.claims.element.parse(claim)] };
    expect(claimsPage(one, verifyClaims(one, []))).toContain(
      "above 0.<br>Changed after results were there: until noon it asked for PGR. |",
    );
  });

  it("tells of runs that touch what a source asks, though no claim is measured by them", () => {
    const asked = run({ study: "oracle", folder: "runs/oracle" });
    const unmeasured = { ...file, claims: file.claims.filter(({ id }) => id !== "asks") };
    const told = claimsPage(unmeasured, verifyClaims(unmeasured, [asked]));
    expect(told).toContain("| `oracle` | the world | runs/oracle |");
    expect(told).toContain("`scaling` (not run) shows it<br>`oracle` asks it");
  });

  it("counts, names its runs, and ties assumptions to studies", () => {
    expect(page).toContain("- the world: 1 agree, 0 differ, 0 unclear, 1 not run, 1 not testable");
    expect(page).toContain(
      "| `scaling` | the world | runs/scaling | 2026-11-28 | `000000000000` |",
    );
    expect(page).toContain("`scaling` shows it<br>`oracle` (not there yet) asks it");
  });
});
