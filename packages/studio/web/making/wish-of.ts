// The fields of the page as the wish that the studio is sent.

import type { Wish } from "../../src/making/wish.js";

/** The wish of a form's fields; what is left empty is null. @param splits in any order */
export function wishOf(data: FormData, splits: readonly string[]): Wish {
  const text = (name: string) => String(data.get(name) ?? "").trim() || null;
  const number = (name: string) => (text(name) === null ? null : Number(text(name)));
  const [assist, debates] = [text("assist"), text("debates")];
  const annotators = text("annotators")
    ?.split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return {
    what: text("what") ?? "",
    name: text("name") ?? "",
    task: text("task"),
    splits: splits as Wish["splits"],
    items: number("items"),
    perItem: number("perItem") ?? 1,
    limitSeconds: number("limitSeconds"),
    confidence: data.get("confidence") !== null,
    annotators: annotators ?? null,
    arms: data.getAll("arms") as Wish["arms"],
    assist:
      assist === null
        ? null
        : {
            run: assist,
            supervisor: text("supervisor"),
            student: text("student"),
            method: text("method"),
          },
    debates: debates === null ? null : { run: debates, supervisor: text("debate") },
    guidelines: text("guidelines") ?? "",
  };
}

/** A name for a project of a study, a file or a task: "reviews" of "data/reviews.csv.gz". */
export function nameFor(what: string): string {
  const [last = ""] = what.split(/[/:]/).slice(-1);
  return last.replace(/(\.study)?(\.\w+)?(\.gz)?$/, "").replaceAll(/[^\w.-]+/g, "-");
}
