// report.html: all that a reader needs to judge a study, in one file that asks nothing of the
// network.

import type { Outcome } from "@w2s/lab";
import { assumptions } from "./assumptions.js";
import { figureSvg } from "./figure.js";
import { pageStyle } from "./page-style.js";
import { modelTable, outcomeTables, partTables } from "./page-tables.js";
import { element, escaped } from "./svg.js";
import { wordsOf } from "./words.js";

export interface Report {
  readonly study: string;
  readonly outcomes: readonly Outcome[];
  /** What the study says about itself: assumptions and limits, one sentence or two each. */
  readonly notes?: readonly string[];
  /** What ran: labels and values, in order. */
  readonly facts?: readonly (readonly [label: string, value: string])[];
}

/** The page as text. Equal reports give equal bytes. */
export function reportPage({ study, outcomes, notes = [], facts = [] }: Report): string {
  const body = element(
    "main",
    {},
    element("p", { class: "soft" }, "weak-to-strong generalization"),
    element("h1", {}, escaped(study)),
    section("What was seen", element("p", {}, escaped(wordsOf(outcomes)))),
    section("Figure", element("div", { class: "wide", tabindex: 0 }, figureSvg(outcomes)), reading),
    ...(outcomes.length === 0
      ? []
      : [section("Every row", legend, outcomeTables(outcomes), partTables(outcomes))]),
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

const reading = element(
  "p",
  { class: "soft" },
  "Each mark is one student on the test split, with its 95% bootstrap interval over test " +
    "examples and seeds. A line joins the students of one supervisor; its dotted level is the " +
    "supervisor itself, where a perfect imitator would stand. The ceiling, black (white on a " +
    "dark page), is the same student trained on ground truth. Marks of one student stand a " +
    "little beside each other so that intervals can be told apart. Point at a mark for its " +
    "figures.",
);

const legend = element(
  "p",
  { class: "soft" },
  "PGR = (student - weak) / (ceiling - weak): 1 is full recovery, 0 imitates the supervisor, " +
    "below 0 is worse than it. ± is half the width of a 95% interval; [ ] are its ends. Where " +
    "the interval of ceiling - weak reaches 0, there is no gap to recover and PGR is " +
    "undefined. Agreement is the share of test examples on which the student says what its " +
    "supervisor says: over all, where the supervisor is right, and where it is wrong, when 1 " +
    "means that all its errors are copied.",
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
