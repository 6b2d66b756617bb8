// What an assistant may show an overseer of an example: each remark that it could come to, laid out
// as a text of its own before anybody has said anything.

import { InputError } from "@w2s/base";
import * as z from "zod";
import type { Apart, ExampleClaim } from "../../tasks/index.js";
import type { Posed, View } from "../poses.js";
import type { SupervisorRoom } from "../supervisor.js";

/** "answer": its likeliest option; "confidence": and how sure; "argument": and a claim for it. */
export type Shows = "answer" | "confidence" | "argument";

/** One remark: the option that it speaks for, how sure it is, the claim that it makes. */
export interface Remark {
  readonly option: number;
  /** In tenths, rounded down to one of `levels`. */
  readonly level?: number;
  /** The claim's place among the example's. */
  readonly claim?: number;
}

/** What stands behind a text; it says the answer. */
export const remarkSchema = z
  .string()
  .refine((text) => text.includes("{label}"), { error: 'must contain "{label}"' });

/** How sure an assistant can be said to be, in tenths: below 7, below 9, and from 9. */
export const levels = [5, 7, 9] as const;

/** Claims of an example above which they are not laid out. */
const mostClaims = 64;

/** How remarks are worded. */
export interface Wording {
  readonly shows: Shows;
  /** `{label}`, `{confidence}` and `{claim}` stand for what is said. */
  readonly remark: string;
  /** Words for the options; undefined: what the task calls them. */
  readonly words: readonly string[] | undefined;
}

/** All that an assistant may come to say of an example, in the order of its variants. */
export function remarksOn(row: number, shows: Shows, room: SupervisorRoom): readonly Remark[] {
  const options = Array.from({ length: room.task.options }, (_, option) => option);
  if (shows === "answer") return options.map((option) => ({ option }));
  if (shows === "confidence") {
    return options.flatMap((option) => levels.map((level) => ({ option, level })));
  }
  const claims = claimsOf(row, room);
  const argued = claims.map(({ proves }, claim): Remark => ({ option: proves, claim }));
  return [...options.map((option) => ({ option })), ...argued];
}

function claimsOf(row: number, room: SupervisorRoom): readonly ExampleClaim[] {
  const { task, examples } = room;
  const apart: Apart | undefined = room.apart(row);
  if (!apart) {
    throw new InputError(
      `assisted: task "${task.name}" has no claims to argue with: nobody said how example ` +
        `${JSON.stringify(examples[row]!.id)} comes apart; use shows: "answer", or give it "parts"`,
    );
  }
  if (apart.claims.length <= mostClaims) return apart.claims;
  throw new InputError(
    `assisted: example ${JSON.stringify(examples[row]!.id)} of task "${task.name}" has ` +
      `${apart.claims.length} claims, of which at most ${mostClaims} can be laid out; use ` +
      "consultancy(...), which does not",
  );
}

/** The texts of all remarks on all examples; with `plain`, those without one to learn from. */
export function remarksView(room: SupervisorRoom, wording: Wording, plain: boolean): View {
  const { task, examples } = room;
  return {
    key: `remarks ${JSON.stringify(wording)}${plain ? " untrained" : ""}`,
    name: `${task.name}, assisted`,
    pose(row) {
      const { inputs, label } = examples[row]!;
      const apart = () => room.apart(row);
      const own = room.added(row);
      const remarks = remarksOn(row, wording.shows, room).map((remark, i): Posed => {
        const endings = inputs.map((_, k) => ` ${worded(remark, k, row, wording, room)}`);
        return {
          id: `remark ${i + 1}`,
          inputs: inputs.map((text, k) => text + endings[k]!),
          added: own.map((added, k) => added + endings[k]!),
          label,
          apart,
          trains: !plain,
        };
      });
      if (!plain) return remarks;
      return [...remarks, { id: "alone", inputs, added: own, label, apart, asks: false }];
    },
  };
}

/** A remark in words, as it stands behind the k-th of an example's texts. */
function worded(
  { option, level, claim }: Remark,
  k: number,
  row: number,
  { remark, words, shows }: Wording,
  room: SupervisorRoom,
): string {
  const said = shows === "argument" && claim !== undefined ? claimsOf(row, room)[claim] : undefined;
  const { shape, optionNames } = room.task;
  // Of texts that are compared, each is told whether it is the one.
  const label =
    shape === "compare"
      ? (words ?? ["incorrect", "correct"])[Number(k === option)]
      : (words ?? optionNames)[option];
  return remark
    .replaceAll("{label}", label!)
    .replaceAll("{confidence}", String(level))
    .replaceAll("{claim}", said ? `${said.text} : ` : "");
}
