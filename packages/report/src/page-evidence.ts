// Evidence on the page: single examples where students overruled their supervisors, rightly and
// wrongly, and where they copied an error, with who said what and how surely.

import { answerOf, type EvidenceSample, type RoleName, type SampledExample } from "@w2s/lab";
import { decimal } from "./numbers.js";
import { element, escaped } from "./svg.js";

type Kind = EvidenceSample["kinds"][number]["kind"];

/** What the page calls each kind. */
const kindTitles: Readonly<Record<Kind, string>> = {
  "overruled-right": "Overruled, rightly",
  "overruled-wrong": "Overruled, wrongly",
  "copied-errors": "Copied an error",
};

const kindTexts: Readonly<Record<Kind, string>> = {
  "overruled-right": "The student disagrees with its supervisor, and is right.",
  "overruled-wrong": "The student disagrees with its supervisor, and is wrong.",
  "copied-errors": "The student agrees with its supervisor, and both are wrong.",
};

/** Examples of a kind that stand there before anything is opened: a row on a large screen. */
const mostOpen = 3;

const shown: readonly (readonly [RoleName, string])[] = [
  ["weak", "supervisor"],
  ["student", "student"],
  ["ceiling", "ceiling"],
  ["untouched", "untouched"],
];

/** The section's content; without a script all examples stand there. */
export function evidenceSection(sample: EvidenceSample): string {
  return [
    element("p", { class: "soft" }, legend),
    element("div", { id: "evidence-filters" }, ""),
    ...sample.kinds.map((kind) => kindSection(kind, sample)),
  ].join("");
}

const legend =
  "Test examples, equally many of each row: first those that the most seeds agree on, then those " +
  "of which the student is surest. Beside each answer is its probability, under the first of the " +
  "seeds that are named. All examples are in evidence.parquet beside the report.";

function kindSection(
  { kind, found, examples }: EvidenceSample["kinds"][number],
  sample: EvidenceSample,
): string {
  const count =
    found === 0
      ? "There is none."
      : `${found.toLocaleString("en-US")} ${found === 1 ? "example" : "examples"} over all rows, ` +
        `${examples.length} shown.`;
  return element(
    "section",
    { class: "kind" },
    element("h3", {}, kindTitles[kind]),
    element("p", { class: "soft" }, `${kindTexts[kind]} ${count}`),
    ...cards(examples.slice(0, mostOpen)),
    ...more(cards(examples.slice(mostOpen)), examples.length - mostOpen),
  );

  function cards(some: readonly SampledExample[]): string[] {
    if (some.length === 0) return [];
    const all = some.map((one) => card(one, kind, sample));
    return [element("div", { class: "examples" }, ...all)];
  }
}

function more(content: readonly string[], count: number): string[] {
  if (content.length === 0) return [];
  const title = element("summary", {}, `${count} more`);
  return [element("details", { class: "more" }, title, ...content)];
}

function card(example: SampledExample, kind: Kind, { tasks }: EvidenceSample): string {
  const { task, student, supervisor, method, labels, id, seeds, ofSeeds } = example;
  const names = tasks.find(({ name }) => name === task)?.optionNames ?? [];
  const pair = `${student} by ${supervisor}`;
  const way = labels === "hard" ? `${method}, hard labels` : method;
  const under = `${seeds.length === 1 ? "seed" : "seeds"} ${seeds.join(", ")} of ${ofSeeds}`;
  return element(
    "article",
    {
      "data-kind": kindTitles[kind],
      "data-task": inline(task),
      "data-pair": inline(pair),
      "data-method": inline(way),
    },
    element("p", { class: "soft" }, escaped(`${task}: ${pair}, ${way}`)),
    textsOf(example, names),
    element("dl", { class: "said" }, truthOf(example, names), ...saidOf(example, names)),
    element("p", { class: "soft" }, escaped(`${id.slice(0, 80)}; ${under}`)),
  );
}

/** One text, or those that are compared, each in its own direction. */
function textsOf({ texts, lengths }: SampledExample, names: readonly string[]): string {
  const shownText = (text: string, k: number) => {
    const all = lengths[k] ?? text.length;
    const more = all > text.length ? `\u2026 (${all.toLocaleString("en-US")} characters)` : "";
    return `${text.split(/\r?\n/).map(escaped).join("\n")}${more}`;
  };
  if (texts.length === 1) {
    return element("blockquote", { dir: "auto" }, shownText(texts[0]!, 0));
  }
  const items = texts.map((text, k) =>
    element(
      "li",
      {},
      element("b", {}, escaped(nameOf(k, names))),
      element("blockquote", { dir: "auto" }, shownText(text, k)),
    ),
  );
  return element("ol", {}, ...items);
}

function truthOf({ truth, words }: SampledExample, names: readonly string[]): string {
  return element(
    "div",
    {},
    element("dt", {}, "truth"),
    element("dd", {}, element("b", {}, escaped(nameOf(truth, names, words?.truth)))),
  );
}

/** Each role's answer and how sure it was: a number, and a bar of that length. */
function saidOf({ said, truth, words }: SampledExample, names: readonly string[]): string[] {
  return shown.flatMap(([role, word]) => {
    const shares = said[role];
    if (!shares || shares.length === 0) return [];
    const option = answerOf(shares);
    const sure = shares[option]!;
    const isRight = option === truth;
    const bar = { class: "bar", style: `width:${Math.round(64 * sure)}px` };
    return [
      element(
        "div",
        { class: isRight ? "right" : "wrong" },
        element("dt", {}, word),
        element(
          "dd",
          {},
          element("b", {}, escaped(nameOf(option, names, words?.[role]))),
          // An answer in words has no probability.
          ...(words ? [] : [` ${decimal(sure, 2)} `, element("span", bar, "")]),
          isRight ? " right" : " wrong",
        ),
      ),
    ];
  });
}

const nameOf = (option: number, names: readonly string[], words = names[option]): string =>
  inline(words ?? String(option)).slice(0, 60);

/** One line, its blanks single. */
const inline = (text: string): string => text.replaceAll(/\s+/gu, " ").trim();
