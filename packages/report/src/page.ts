// report.html: all that a reader needs to judge a study, in one file that asks nothing of the
// network.

import type { Outcome } from "@w2s/lab";
import { assumptions } from "./assumptions.js";
import { bulletsOf } from "./bullets.js";
import { drawFigures, type ShownFigure } from "./figures/all.js";
import { labelTable, methodTable, modelTable } from "./page-details.js";
import { ownTables, partTables, seedTable } from "./page-rows.js";
import { pageStyle } from "./page-style.js";
import { outcomeTables } from "./page-tables.js";
import { element, escaped } from "./svg.js";
import { wordsOf } from "./words.js";

/** What a report's page is made of. */
export interface Report {
  readonly study: string;
  readonly outcomes: readonly Outcome[];
  /** What the study says about itself: assumptions and limits, one sentence or two each. */
  readonly notes?: readonly string[];
  /** What ran: labels and values, in order. */
  readonly facts?: readonly (readonly [label: string, value: string])[];
  /** The figures to show; default: all of the report's that have something to show. */
  readonly figures?: readonly ShownFigure[];
}

/** The page as text. Equal reports give equal bytes. */
export function reportPage({ study, outcomes, notes = [], facts = [], figures }: Report): string {
  const shown = figures ?? drawFigures(outcomes);
  const body = element(
    "main",
    {},
    element("p", { class: "soft" }, "weak-to-strong generalization"),
    element("h1", {}, escaped(study)),
    section("What was seen", ...seen(outcomes)),
    section(shown.length === 1 ? "Figure" : "Figures", ...shown.map(figureOf)),
    ...(outcomes.length === 0
      ? []
      : [
          section(
            "Every row",
            legend,
            outcomeTables(outcomes),
            labelTable(outcomes),
            partTables(outcomes),
            ownTables(outcomes),
            seedTable(outcomes),
          ),
          section("Methods", methodsLegend, methodTable(outcomes)),
        ]),
    section("What this can and cannot show", list([...notes, ...assumptions])),
    ...(outcomes.length === 0 ? [] : [section("Models", modelTable(outcomes))]),
    ...(facts.length === 0 ? [] : [section("What ran", description(facts))]),
  );
  const head = [
    '<meta charset="utf-8"/>',
    '<meta name="viewport" content="width=device-width,initial-scale=1"/>',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ` +
      `'unsafe-inline'"/>`,
    element("title", {}, escaped(`${study}: weak-to-strong report`)),
    element("style", {}, pageStyle),
  ].join("");
  return `<!doctype html>\n<html lang="en"><head>${head}</head><body>${body}</body></html>\n`;
}

/** Three lines first; what is said of single rows after them. */
function seen(outcomes: readonly Outcome[]): string[] {
  const bullets = list(bulletsOf(outcomes));
  if (outcomes.length === 0) return [bullets];
  const title = element("summary", {}, "What single rows say, and what to try next");
  return [bullets, element("details", {}, title, element("p", {}, escaped(wordsOf(outcomes))))];
}

function figureOf({ svg, doc }: ShownFigure): string {
  return element(
    "figure",
    {},
    element("div", { class: "wide", tabindex: 0 }, svg),
    element("figcaption", { class: "soft" }, escaped(doc)),
  );
}

const legend = element(
  "p",
  { class: "soft" },
  "PGR = (student - weak) / (ceiling - weak): 1 is full recovery, 0 imitates the supervisor, " +
    "below 0 is worse than it. ± is half the width of a 95% interval; [ ] are its ends. PGR is " +
    "undefined where the ceiling does not clear the supervisor, chance and, where it was scored, " +
    "the " +
    "untouched student. Beside an arm's score stands how far the student is ahead of it. " +
    "Agreement " +
    "is the share of test examples on which the student says what its supervisor says: over all, " +
    "where the supervisor is right, and where it is wrong; in brackets the ceiling's agreement " +
    "with " +
    "the same errors, which it never saw.",
);

const methodsLegend = element(
  "p",
  { class: "soft" },
  "Methods are compared with the study's first in the same cell, paired over the same draws. " +
    "Means " +
    "over tasks have the interval of Student's t by their spread. A median PGR is over rows " +
    "whose gap " +
    "is clear, which the same test decided.",
);

function section(title: string, ...content: readonly string[]): string {
  return element("section", {}, element("h2", {}, title), ...content);
}

function list(items: readonly string[]): string {
  return element("ul", {}, ...items.map((item) => element("li", {}, escaped(item))));
}

function description(facts: readonly (readonly [string, string])[]): string {
  const rows = facts.flatMap(([label, value]) => [
    element("dt", {}, escaped(label)),
    element("dd", {}, escaped(value)),
  ]);
  return element("dl", {}, ...rows);
}
