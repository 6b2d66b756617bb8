// docs/results/claims.md: the source says, we measured, and whether they agree.

import { type Claim, type ClaimsFile, settings, type Touched } from "./schema.js";
import { checkText, extentText, measuredText, settingNames, talliesOf } from "./text.js";
import type { ClaimResult, Verified } from "./verified.js";

/** The page of claims, as Markdown. Claims that were not verified are left out. */
export function claimsPage(file: ClaimsFile, verified: Verified): string {
  const results = new Map(verified.claims.map((claim) => [claim.id, claim.results]));
  const claims = file.claims.filter(({ id }) => results.has(id));
  const sections = file.documents.flatMap(({ id, title }) => {
    const own = claims.filter(({ places }) => places[0]!.document === id);
    const rows = own.map((claim) => claimRow(claim, results.get(claim.id)!));
    return own.length === 0 ? [] : [`## ${title}`, table(["the source says", ...headed], rows)];
  });
  return `${[
    "# Claims of the sources",
    introduction,
    talliesOf(verified)
      .map((line) => `- ${line}`)
      .join("\n"),
    ...runsPart(verified),
    ...sections,
    ...touchedPart(file, verified),
  ].join("\n\n")}\n`;
}

const introduction =
  "What the source documents state, and what was measured here. `w2s verify` writes this page " +
  "from finished runs; [claims.md](../claims.md) says how claims are written and verdicts made. " +
  "A verdict is by the whole 95% interval: *agrees* where it lies within what the source says, " +
  "*differs* where it lies outside, *unclear* where it does neither.";

const headed = settings.map((setting) => settingNames[setting]);

function runsPart({ runs }: Verified): string[] {
  if (runs.length === 0) return ["No run was there to read."];
  const rows = runs.map(({ study, folder, setting, sha256, finishedAt, whole }) => [
    `\`${study}\``,
    settingNames[setting],
    `${escaped(folder)}${whole ? "" : " (a part of it)"}`,
    finishedAt.slice(0, 10),
    `\`${sha256.slice(0, 12)}\``,
  ]);
  return ["## Runs", table(["study", "of", "run", "finished", "SHA-256 of its results"], rows)];
}

function claimRow(claim: Claim, results: readonly ClaimResult[]): string[] {
  const [first, ...more] = claim.places;
  const others = more.length > 0 ? `, and ${more.length} more` : "";
  const what = claim.check
    ? `Measured by \`${claim.check.study}\`: ${checkText(claim.check)}.`
    : `Not testable here: ${claim.untestable}.`;
  return [
    [
      `**${escaped(claim.says)}** \`${claim.id}\``,
      `"${escaped(first!.quote)}"${others}`,
      escaped(what),
      ...(claim.changed ? [`Changed after results were there: ${escaped(claim.changed)}.`] : []),
    ].join("<br>"),
    ...settings.map((setting) => resultCell(results.find((one) => one.setting === setting))),
  ];
}

function resultCell(result: ClaimResult | undefined): string {
  if (result === undefined) return "";
  const { verdict, why = "" } = result;
  // Why a claim is not testable stands beside it, once.
  const reason = verdict === "not testable here" ? "" : why;
  const texts = [measuredText(result), extentText(result), escaped(reason)];
  return [`*${verdict}*`, ...texts].filter((text) => text !== "").join("<br>");
}

const kinds: Readonly<Record<Touched["kind"], string>> = {
  practice: "Practices",
  question: "Open questions",
  limit: "Limits",
  assumption: "Assumptions",
};

/** What the sources ask for or take for granted, with the studies that touch it. */
function touchedPart(file: ClaimsFile, verified: Verified): string[] {
  const ran = verified.runs.map(({ study }) => study);
  const stateOf = (study: string) => {
    if (ran.includes(study)) return "";
    return file.notYet.includes(study) ? " (not there yet)" : " (not run)";
  };
  return Object.entries(kinds).flatMap(([kind, title]) => {
    const own = file.touched.filter((one) => one.kind === kind);
    const rows = own.map(({ says, id, studies }) => [
      `${escaped(says)} \`${id}\``,
      studies.map(({ study, how }) => `\`${study}\`${stateOf(study)} ${escaped(how)}`).join("<br>"),
    ]);
    return own.length === 0 ? [] : [`## ${title}`, table(["the source says", "studies"], rows)];
  });
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A text within a table: it may hold what Markdown takes for a column, emphasis or a tag. */
function escaped(text: string): string {
  return text.replaceAll(/[|*_]/g, "\\$&").replaceAll("<", "&lt;").replaceAll(/\s+/g, " ");
}
