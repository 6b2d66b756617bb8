// report.html: all that a reader needs to judge a study, in one file that asks nothing of the
// network.

import type { Design, EvidenceSample, Outcome } from "@w2s/lab";
import { type Assumption, assumptionsOf } from "./assumptions.js";
import { bulletsOf } from "./bullets.js";
import { drawFigures, figures as registry, type ShownFigure } from "./figures/all.js";
import { sizeAxis } from "./figures/sizes.js";
import { byTask } from "./groups.js";
import { headlineOf } from "./headline.js";
import { methodSummaries } from "./methods-compared.js";
import { intervalsAre } from "./over-tasks-text.js";
import { labelTable, methodTable, modelTable } from "./page-details.js";
import { evidenceSection } from "./page-evidence.js";
import { ownTables, partTables, seedTable } from "./page-rows.js";
import { pageScript, scriptPolicy } from "./page-script.js";
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
  /** How the study was set up; default: not known, as in results of earlier versions. */
  readonly design?: Design | undefined;
  /** Single examples; or why there are none, in one sentence. */
  readonly evidence?: EvidenceSample | string;
  /** What ran: labels and values, in order. */
  readonly facts?: readonly (readonly [label: string, value: string])[];
  /** The figures to show; default: all of the report's that have something to show. */
  readonly figures?: readonly ShownFigure[];
  /** Whether the rows themselves are shown; default true. */
  readonly rows?: boolean;
}

/** A part of the page: its anchor, its title and what stands in it. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: readonly string[];
}

/** A part of the page as markup, for whoever has a page of their own around it. */
export interface ReportSection {
  readonly id: string;
  readonly title: string;
  /** Markup without a script; every text in it is escaped. */
  readonly html: string;
}

/** The page's parts, in its order; those that have nothing to show are left out. */
export function reportSections(report: Report): ReportSection[] {
  return filled(report).map(({ id, title, content }) => ({ id, title, html: content.join("") }));
}

/** The page as text. Equal reports give equal bytes. */
export function reportPage(report: Report): string {
  const { study, outcomes } = report;
  const sections = filled(report);
  const body = element(
    "main",
    {},
    element("p", { class: "soft" }, "weak-to-strong generalization"),
    element("h1", {}, escaped(study)),
    ...headline(outcomes),
    ...(sections.length < 2 ? [] : [contents(sections)]),
    ...sections.map(sectionOf),
  );
  const head = [
    '<meta charset="utf-8"/>',
    '<meta name="viewport" content="width=device-width,initial-scale=1"/>',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ` +
      `'unsafe-inline'; script-src ${scriptPolicy()}"/>`,
    element("title", {}, escaped(`${study}: weak-to-strong report`)),
    element("style", {}, pageStyle),
  ].join("");
  const script = typeof report.evidence === "object" ? `<script>${pageScript}</script>` : "";
  return (
    `<!doctype html>\n<html ` +
    `lang="en"><head>${head}</head><body>${body}${script}</body></html>\n`
  );
}

function filled(report: Report): Section[] {
  return sectionsOf(report).filter(({ content }) => content.some((part) => part !== ""));
}

function sectionsOf(report: Report): Section[] {
  const { outcomes, notes = [], design, evidence, facts = [] } = report;
  const shown = report.figures ?? drawFigures(outcomes);
  const figure = (...names: readonly (keyof typeof registry)[]) =>
    shown.filter(({ name }) => names.some((one) => one === name)).map(figureOf);
  const own = shown.filter(({ name }) => !Object.hasOwn(registry, name)).map(figureOf);
  const isBare = outcomes.length === 0 || report.rows === false;
  const rows = isBare ? "" : legend + outcomeTables(outcomes);
  return [
    { id: "seen", title: "What was seen", content: seen(outcomes) },
    {
      id: "overview",
      title: "Overview",
      content: [
        ...figure("overview", "medians"),
        outcomes.length === 0 ? "" : methodTable(outcomes) + methodsLegend(outcomes),
        ...figure("methods"),
        ...figure("sensitivity"),
      ],
    },
    { id: "scores", title: scoresTitle(outcomes), content: figure("scores") },
    { id: "own", title: "The study's own figures", content: own },
    { id: "labels", title: "Labels", content: [...figure("labels"), labelTable(outcomes)] },
    { id: "learning", title: "Learning", content: figure("curves") },
    { id: "evidence", title: "Evidence", content: evidenceOf(evidence) },
    { id: "arms", title: "Arms", content: figure("references") },
    {
      id: "rows",
      title: "Every row",
      content: [rows, partTables(outcomes), ownTables(outcomes), seedTable(outcomes)],
    },
    {
      id: "assumptions",
      title: "What this can and cannot show",
      content: granted(notes, assumptionsOf(outcomes, design)),
    },
    { id: "models", title: "Models", content: [outcomes.length === 0 ? "" : modelTable(outcomes)] },
    { id: "ran", title: "What ran", content: facts.length === 0 ? [] : [description(facts)] },
  ];
}

/** By what the figure's axis shows. */
function scoresTitle(outcomes: readonly Outcome[]): string {
  return outcomes.length === 0 ? "Scores" : `Scores by ${sizeAxis(outcomes).by}`;
}

/** A sentence and three numbers. */
function headline(outcomes: readonly Outcome[]): string[] {
  const { sentence, numbers } = headlineOf(outcomes);
  const boxes = numbers.map(({ value, label, detail }) =>
    element(
      "div",
      {},
      element("dt", {}, escaped(label)),
      element("dd", { class: "value" }, escaped(value)),
      element("dd", { class: "detail" }, escaped(detail)),
    ),
  );
  const lead = element("p", { class: "lead" }, escaped(sentence));
  return [lead, ...(boxes.length === 0 ? [] : [element("dl", { class: "numbers" }, ...boxes)])];
}

function contents(sections: readonly Section[]): string {
  const items = sections.map(({ id, title }) =>
    element("li", {}, element("a", { href: `#${id}` }, escaped(title))),
  );
  return element("nav", { "aria-label": "Contents" }, element("ul", {}, ...items));
}

/** Three lines first; what is said of single rows after them. */
function seen(outcomes: readonly Outcome[]): string[] {
  const bullets = list(bulletsOf(outcomes));
  if (outcomes.length === 0) return [bullets];
  const title = element("summary", {}, "What single rows say, and what to try next");
  const words = element("p", {}, escaped(wordsOf(outcomes)));
  return [bullets, element("details", { class: "said" }, title, words)];
}

function figureOf({ name, svg, narrow, doc }: ShownFigure): string {
  const box = { class: "wide large", tabindex: 0, role: "region", "aria-label": `figure ${name}` };
  const files = `Beside the report: figures/${name}.svg, .png, and its data as .csv.`;
  return element(
    "figure",
    { id: `figure-${name}` },
    element("div", narrow === null ? { ...box, class: "wide" } : box, svg),
    ...(narrow === null ? [] : [element("div", { class: "narrow" }, ...foldedIfTall(narrow))]),
    element("figcaption", { class: "soft" }, escaped(`${doc} ${files}`)),
  );
}

/** Pixels of two screens of a phone: a reader scrolls past a figure of that height, no further. */
const mostHeight = 1800;

/** A small screen's drawing; one that is taller stands behind its title there. */
function foldedIfTall(svg: string): string[] {
  const [, height = "0"] = /^<svg [^>]*? height="([\d.]+)"/.exec(svg) ?? [];
  if (Number(height) <= mostHeight) return [svg];
  const [, title = "The figure"] = /<title>([^<]*)</.exec(svg) ?? [];
  return [element("details", {}, element("summary", {}, title), svg)];
}

function evidenceOf(evidence: Report["evidence"]): string[] {
  if (evidence === undefined) return [];
  if (typeof evidence === "string") return [element("p", { class: "soft" }, escaped(evidence))];
  return [evidenceSection(evidence)];
}

function granted(
  notes: readonly string[],
  { study, limits, plan }: ReturnType<typeof assumptionsOf>,
): string[] {
  return [
    ...(notes.length === 0 ? [] : [element("h3", {}, "In the study's own words"), list(notes)]),
    ...grantedList("Of this study", study),
    ...grantedList("Where the analogy ends: two limits (Burns et al. 2023, section 6.1)", limits),
    ...grantedList("Six assumptions of the plan behind it (their appendix G.3)", plan),
  ];
}

function grantedList(title: string, items: readonly Assumption[]): string[] {
  if (items.length === 0) return [];
  const rows = items.flatMap(({ title: name, text }) => [
    element("dt", {}, escaped(name)),
    element("dd", {}, escaped(text)),
  ]);
  return [element("h3", {}, escaped(title)), element("dl", { class: "granted" }, ...rows)];
}

const legend = element(
  "p",
  { class: "soft" },
  "PGR = (student - weak) / (ceiling - weak): 1 is full recovery, 0 imitates the supervisor, " +
    "below 0 is worse than it. ± is half the width of a 95% interval; [ ] are its ends. PGR is " +
    "undefined where the ceiling does not clear the supervisor, chance and, where it was scored, " +
    "the untouched student. Beside an arm's score stands how far the student is ahead of it; a " +
    "student with a new head is at chance before it is taught, by definition and not measured. " +
    "Agreement is the share of test examples on which the student says what its supervisor says: " +
    "over all, where the supervisor is right, and where it is wrong; in brackets the ceiling's " +
    "agreement with the same errors, which it never saw.",
);

/** Once for the table and the figures of methods. */
function methodsLegend(outcomes: readonly Outcome[]): string {
  const tasks = byTask(outcomes).length;
  const over = tasks === 1 ? "" : "Medians and means are over tasks, each counted once. ";
  const compared =
    methodSummaries(outcomes).length === 0
      ? ""
      : "Methods are compared with the study's first for the same task, supervisor and student, " +
        "paired over the same draws. ";
  return element("p", { class: "soft" }, over + compared + intervalsAre(tasks));
}

function sectionOf({ id, title, content }: Section): string {
  return element("section", { id }, element("h2", {}, escaped(title)), ...content);
}

function list(items: readonly string[]): string {
  return element("ul", {}, ...items.map((item) => element("li", {}, escaped(item))));
}

function description(facts: readonly (readonly [string, string])[]): string {
  const rows = facts.flatMap(([label, value]) => [
    element("dt", {}, escaped(label)),
    element("dd", {}, escaped(value)),
  ]);
  return element("dl", { class: "facts" }, ...rows);
}
