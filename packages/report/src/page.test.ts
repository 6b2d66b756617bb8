import { createHash } from "node:crypto";
import { headIsNew } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { example, sampleOf } from "../test/evidence.js";
import { arm, facts, grid, outcome } from "../test/outcomes.js";
import { thousand } from "../test/thousand.js";
import { assumptionsOf } from "./assumptions.js";
import { reportPage } from "./page.js";

const page = reportPage({
  study: "demo",
  outcomes: [...grid(), outcome({ task: "parity", ceilingScore: 0.801 })],
  notes: ["The world is invented."],
  facts: [["seeds", "0, 1, 2, 3, 4"]],
});

describe("reportPage", () => {
  it("shows figure, words, every row, assumptions, models and what ran", () => {
    expect(page).toContain("<svg ");
    expect(page).toContain("Of 55 comparisons on 4 tasks");
    // A header and a row each: four tasks, 55 rows; two methods; five models.
    expect(page.split("<tr>").length - 1).toBe(4 + 55 + 1 + 2 + 1 + 5);
    expect(page).toContain(
      "sorted: accuracy; 1600 examples to supervise, 1440 to transfer, 160 for validation, 800 " +
        "to test; seeds 0, 1, 2, 3, 4; chance .500",
    );
    expect(page).toContain("The world is invented.");
    const { study, limits, plan } = assumptionsOf(grid());
    expect([study.length, limits.length, plan.length]).toEqual([4, 2, 6]);
    for (const { title } of [...study, ...limits, ...plan]) expect(page).toContain(`<dt>${title}`);
    expect(page).toContain("<dt>seeds</dt><dd>0, 1, 2, 3, 4</dd>");
    expect(page).toContain("<td>micro finetuned</td><td>supervisor, student</td>");
  });

  it("gives the reason where PGR is undefined, and no number that is none", () => {
    expect(page).toContain(
      "(naive, soft labels): PGR is undefined: no clear gap: ceiling .801, weak .800",
    );
    expect(page).not.toMatch(/NaN|Infinity|>null</);
  });

  it("shows arms, label quality, the study's own measures and links where there are any", () => {
    const half = { value: 0.5, low: 0.25, high: 0.75 };
    const { arms, scores } = outcome();
    const quality = {
      examples: 1440,
      accuracy: 0.8125,
      calibrationError: 0.03,
      auroc: null,
      confidence: 0.9,
      balance: [0.4, 0.6],
      truth: [0.5, 0.5],
    };
    const shown = reportPage({
      study: "s",
      outcomes: [
        outcome({
          more: {
            arms: { ...arms, untouched: arm(0.512, { value: 0.36, low: 0.3, high: 0.4 }) },
            labelQuality: { transfer: quality, validation: null },
            errorsRepeated: { student: half, ceiling: half, difference: half },
            measures: { brier: { student: half, ceiling: null } },
            links: [{ name: "mini finetuned", scores: scores.weak }],
            seeds: [0, 7],
            bySeed: { weak: [0.8, 0.9], student: [0.875, null] },
          },
        }),
      ],
    });
    expect(shown).toContain('<td class="n">.512 <span class="soft">(+.360)</span>');
    expect(shown).toContain(
      '<td class="n">.813</td><td><span class="nb">.90, .95, .80 (.50)</span>',
    );
    expect(shown).toContain("Quality of the labels (1 row)");
    expect(shown).toContain("<td>.40, .60</td><td>.50, .50</td>");
    expect(shown).toContain('<td>brier</td><td class="n">.500 ± .250</td><td class="n">none</td>');
    expect(shown).toContain('<td>mini finetuned</td><td class="n">.800 ± .012</td>');
    expect(shown).toContain('<td class="n">7</td><td class="n">.900</td><td class="n">none</td>');
    expect(page).not.toContain("Scores by seed");
    expect(page).not.toContain("Quality of the labels");
    expect(page).not.toContain("untouched</th>");
  });

  it("shows the untouched student of a new head as chance, and the student's lead over it", () => {
    const untouched = { run: false, reason: headIsNew } as const;
    const rows = [outcome({ more: { arms: { ...outcome().arms, untouched } } })];
    const shown = reportPage({ study: "s", outcomes: rows });
    expect(shown).toContain("untouched</th>");
    // .8 + .4 x .18 = .872, of which .5 is chance.
    expect(shown).toContain('<td class="n">chance .500 <span class="soft">(+.372)</span>');
    expect(shown).toContain("untouched: chance .500 by definition: its head is new");
    expect(shown).toContain("it is at chance by definition, whatever its pretraining held");
    expect(shown).not.toMatch(/Not run: the untouched|Not measured: the untouched/);
  });

  it("folds the rows of each task but where there are few, and opens them on paper", () => {
    const folded = /<details class="rows"><summary>sorted: /;
    expect(page).toMatch(folded);
    expect(reportPage({ study: "s", outcomes: [outcome()] })).toMatch(
      /<details class="rows" open="open"><summary>sorted: /,
    );
    expect(page).toMatch(/@media print\{.*details:is\(\.said,\.rows,\.more\)::details-content\{/);
  });

  it("folds what a small screen's reader would scroll past for long, by its title", () => {
    const drawn = (height: number) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="${height}">` +
      "<title>All</title></svg>";
    const shown = (height: number) => {
      const figure = { name: "own", doc: "", svg: drawn(9), narrow: drawn(height), rows: [] };
      return reportPage({ study: "s", outcomes: [], figures: [figure] });
    };
    const narrow = '<div class="narrow">';
    expect(shown(1801)).toContain(`${narrow}<details><summary>All</summary>${drawn(1801)}</de`);
    expect(shown(1800)).toContain(`${narrow}${drawn(1800)}</div>`);
  });

  it("says once what intervals are, and of one task that they are of it alone", () => {
    expect(page.split("95% intervals for other tasks like these")).toHaveLength(2);
    const one = reportPage({ study: "s", outcomes: [outcome()] });
    expect(one).not.toContain("other tasks like these");
    expect(one).toContain("of this task, and say nothing about other tasks.");
    expect(one).not.toContain("Methods over tasks");
  });

  it("names the section of scores by their axis", () => {
    expect(page).toContain("<h2>Scores by compute</h2>");
    const swept = [2, 9].map((epochs) =>
      outcome({ more: { student: `large (epochs ${epochs})`, studentModel: facts("large") } }),
    );
    expect(reportPage({ study: "s", outcomes: swept })).toContain("<h2>Scores by epochs</h2>");
  });

  it("stars rows of which more must be said, and says it below their table", () => {
    const shown = reportPage({ study: "s", outcomes: [outcome({ weakScore: 0.51 })] });
    expect(shown).toContain('<span class="nb good">.40 [.30, .50] *</span>');
    expect(shown).toContain(
      "<summary>* Notes on 1 row</summary><ul><li>large finetuned taught by micro finetuned " +
        "(naive, soft labels): the gain may be explained: its supervisor is not clearly above " +
        "chance, .500</li>",
    );
  });

  it("shows rows by the facts of their examples, where there are any", () => {
    const part = {
      fact: "difficulty",
      value: 3,
      examples: 90,
      weak: 0.5,
      student: 0.75,
      ceiling: 1,
    };
    const parts = [{ ...part, overruled: 0.25, overruledRight: null }];
    const shown = reportPage({ study: "s", outcomes: [outcome({ more: { parts } })] });
    expect(shown).toContain("Accuracy by what is known of the examples (1 table)");
    expect(shown).toContain(
      '<td>difficulty</td><td>3</td><td class="n">90</td><td class="n">.50</td><td ' +
        'class="n">.75</td><td class="n">1.00</td><td class="n">.25</td><td class="n">none</td>',
    );
    expect(page).not.toContain("Accuracy by what is known");
  });

  it("asks nothing of the network, and says so to the browser", () => {
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|src=|href="[^#]|@import|url\(/);
  });

  it("has one script, for the examples' filters, and lets no other run", () => {
    const shown = reportPage({ study: "s", outcomes: grid(), evidence: sampleOf([example()]) });
    const scripts = [...shown.matchAll(/<script>(.*?)<\/script>/gs)].map(([, code]) => code!);
    expect(scripts).toHaveLength(1);
    const hash = createHash("sha256").update(scripts[0]!).digest("base64");
    expect(shown).toContain(`script-src 'sha256-${hash}'`);
    expect(shown).not.toMatch(/ on\w+="/);
  });

  it("begins with a sentence and three numbers, and leads to its parts", () => {
    const numbers = page.slice(page.indexOf('<dl class="numbers">'), page.indexOf("<nav"));
    expect(numbers.match(/class="value"/g)).toHaveLength(3);
    expect(page.indexOf('class="lead"')).toBeLessThan(page.indexOf('class="numbers"'));
    const anchors = [...page.matchAll(/href="#(\w+)"/g)].map(([, id]) => id);
    expect(anchors).toEqual([
      "seen",
      "overview",
      "scores",
      "arms",
      "rows",
      "assumptions",
      "models",
      "ran",
    ]);
    for (const id of anchors) expect(page).toContain(`<section id="${id}">`);
  });

  it("says why there is no evidence", () => {
    const why = "This run has no evidence; w2s run --evidence writes it.";
    expect(reportPage({ study: "s", outcomes: grid(), evidence: why })).toContain(why);
  });

  it("has a rule by which the cells of a card name their columns", () => {
    const tables = [...page.matchAll(/<table class="(\w+)">.*?<thead>(.*?)<\/thead>/gs)];
    expect(tables.length).toBeGreaterThan(4);
    for (const [, name, head] of tables) {
      const headers = [...head!.matchAll(/<th [^>]*>(.*?)<\/th>/g)].map(([, text]) => text);
      headers.forEach((header, i) => {
        expect(page).toContain(`.${name} td:nth-child(${i + 1})::before{content:"${header}"}`);
      });
    }
  });

  it("is less than 2 MB for 1,000 rows with all that is measured, and evidence", () => {
    const outcomes = thousand();
    expect(outcomes).toHaveLength(1000);
    const examples = Array.from({ length: 180 }, (_, i) =>
      example({ id: `e${i}`, texts: ["word ".repeat(140)], lengths: [100_000] }),
    );
    const size = Buffer.byteLength(
      reportPage({ study: "large", outcomes, evidence: sampleOf(examples) }),
    );
    expect(size).toBeLessThan(2_000_000);
  });

  it("is the same for the same report", () => {
    const one = () => reportPage({ study: "s", outcomes: [outcome()] });
    expect(one()).toBe(one());
  });

  it("holds a study without outcomes, and escapes names", () => {
    const empty = reportPage({ study: "<b>", outcomes: [] });
    expect(empty).toContain("<h1>&lt;b&gt;</h1>");
    expect(empty).toContain("no outcomes");
  });
});
