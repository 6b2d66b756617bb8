// The claims of a task's examples, and the parts that decide them, as a task of their own.

import { hashOf, type Identified } from "../../engine/index.js";
import { type ExampleClaim, holds, trueIn } from "../../tasks/index.js";
import type { View } from "../poses.js";
import type { SupervisorRoom } from "../supervisor.js";
import { OnceAList, OnceARow } from "./once-a-list.js";

/** A claim about an example, with the posed rows of its parts. */
export interface PosedClaim extends Pick<ExampleClaim, "text" | "proves"> {
  /** Posed rows of parts, and the answer each must have. */
  readonly checks: readonly (readonly [part: number, answer: number])[];
  /** The parts' texts, in the order of `checks`. */
  readonly parts: readonly string[];
  /** Whether it holds, in truth. */
  readonly truth: boolean;
}

/** The task of all parts; null where no example has any. */
export function claimParts(room: SupervisorRoom): View | null {
  const { task, examples } = room;
  if (!examples.some((_, row) => room.apart(row))) return null;
  return {
    key: "parts of claims",
    name: `${task.name}, parts`,
    shape: "classify",
    optionNames: ["no", "yes"],
    pose: (row) =>
      (room.apart(row)?.parts ?? []).map(({ text, label, apart }, i) => ({
        id: `part ${i + 1}`,
        inputs: [text],
        added: [text],
        label,
        apart,
      })),
  };
}

/** The claims about some examples, in order. */
export class ClaimsOfRows implements Identified {
  readonly identity: string;

  constructor(
    readonly rows: Int32Array,
    /** By the row's place. */
    readonly claims: readonly (readonly PosedClaim[])[],
    /** Each example's text, by the row's place. */
    readonly texts: readonly string[],
    /** Right options, by the row's place. */
    readonly truth: Int32Array,
  ) {
    const all = claims.flat();
    this.identity = hashOf([
      rows,
      truth,
      texts,
      Int32Array.from(claims, ({ length }) => length),
      all.flatMap(({ text, parts }) => [text, ...parts]),
      Int32Array.from(
        all.flatMap(({ proves, truth: holding, checks }) => [
          proves,
          Number(holding),
          checks.length,
          ...checks.flat(),
        ]),
      ),
    ]);
  }

  /** Those of some rows of a room; none where no example has any. Made once a list of rows. */
  static of(rows: Int32Array, view: View | null, room: SupervisorRoom): ClaimsOfRows {
    return made.of(rows, view?.key ?? "none", () => ClaimsOfRows.made(rows, view, room));
  }

  private static made(rows: Int32Array, view: View | null, room: SupervisorRoom): ClaimsOfRows {
    const poses = view && room.posed(view).poses;
    const claimsOf = (row: number): PosedClaim[] => {
      const apart = poses && room.apart(row);
      if (!apart) return [];
      const first = poses.first(row);
      const truths = trueIn(apart);
      return apart.claims.map(({ text, checks, proves }) => ({
        text,
        proves,
        checks: checks.map(([part, answer]) => [first + part, answer]),
        parts: checks.map(([part]) => apart.parts[part]!.text),
        truth: holds({ checks }, truths),
      }));
    };
    const key = view?.key ?? "none";
    const claims = Array.from(rows, (row) =>
      posed.of(room.examples, key, row, () => claimsOf(row)),
    );
    return new ClaimsOfRows(
      rows,
      claims,
      Array.from(rows, (row) => room.examples[row]!.inputs.join("\n")),
      rows.map((row) => room.truth[row]!),
    );
  }
}

const made = new OnceAList<ClaimsOfRows>();
const posed = new OnceARow<readonly PosedClaim[]>();
