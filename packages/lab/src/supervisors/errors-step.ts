// Errors steps: what a synthetic supervisor says. Each split has its own count of errors, so that
// transfer and test are equally wrong.

import { InputError, InternalError } from "@w2s/base";
import { hashOf, type Identified, type RunContext, type Step, smallKind } from "../engine/index.js";
import {
  harden,
  joinRows,
  type Labels,
  labelsCodec,
  labelsOf,
  oneHotLabels,
} from "../labels/index.js";
import { random } from "../random.js";
import { OnceAList } from "./oversight/once-a-list.js";
import type { OverseenLabels } from "./oversight/overseen.js";
import { swayIn } from "./oversight/sway.js";
import type { SupervisorRoom } from "./supervisor.js";

/** Ground truth of some splits and the rule's keys; named by both. */
class Ruled implements Identified {
  readonly identity: string;

  constructor(
    readonly truth: Int32Array,
    /** The splits, each with errors of its own. */
    readonly parts: readonly Int32Array[],
    /**
     * How strongly the rule asks for an error, by example of the task: the highest are wrong. None
     * where judges say it: thousands of steps hold one of these.
     */
    readonly keys: readonly number[],
  ) {
    const said = parts.map((part) => part.map((row) => truth[row]!));
    const asked = parts.map((part) => Array.from(part, (row) => String(keys[row] ?? 0)));
    this.identity = hashOf([...parts, ...said, ...asked]);
  }
}

/** Of a ceiling's predictions, or of what an overseer says, what asks for errors. */
type ByWhatIsSaid = "unconfident" | "confidently-correct" | "errs" | "unsure";
/** Or what the turns of a protocol's transcripts do. */
type Judged = ByWhatIsSaid | "swayed";

interface Value {
  readonly ruled: Ruled;
  readonly options: number;
  /** Share of each part; null: as many as the input "like" has. */
  readonly rate: number | null;
  readonly seed: number;
  /** What is asked of the inputs "judges", whose answers take the keys' place. */
  readonly judged?: Judged | undefined;
  /** The one option that all wrong labels are; default: any other. */
  readonly toward?: number | undefined;
  /** Source of the user's function behind the keys. */
  readonly by?: string | undefined;
}

interface ErrorInputs {
  readonly like: Step<Labels> | undefined;
  /** Predictions that together are of all rows. */
  readonly judges?: readonly Step<Labels>[] | undefined;
  readonly [role: string]: Step | readonly Step[] | undefined;
}

const errorsStepKind = smallKind<Labels, Value, ErrorInputs>({
  name: "errors",
  version: 2,
  codec: labelsCodec,
  label: "labels with errors on purpose",
  async compute({ value, inputs, label }, context) {
    const wanted = await wantedErrors(value, inputs, context);
    const like = inputs.like && (await context.result(inputs.like));
    return withErrors(value, wanted, like, (line) => context.warn(`${label}: ${line}`));
  },
});

/** How strongly each example asks for an error, and which error an overseer is nearest to. */
interface WantedErrors {
  readonly keys: readonly number[];
  readonly nearest?: readonly number[];
}

async function wantedErrors(
  { ruled, judged }: Value,
  { judges }: ErrorInputs,
  context: RunContext,
): Promise<WantedErrors> {
  if (!judged || !judges) return ruled;
  const keys = Array.from<number>({ length: ruled.truth.length }).fill(0);
  const nearest: number[] = [];
  if (judged === "swayed") {
    for (const judge of judges as readonly Step<OverseenLabels>[]) {
      const { rows, transcripts } = await context.result(judge);
      rows.forEach((row, i) => {
        const { option, share } = swayIn(transcripts[i]!, ruled.truth[row]!);
        nearest[row] = option;
        keys[row] = share;
      });
    }
    return { keys, nearest };
  }
  for (const judge of judges) {
    const { rows, probabilities } = await context.result(judge);
    const options = probabilities.shape[1]!;
    rows.forEach((row, i) => {
      const said = probabilities.data.subarray(i * options, (i + 1) * options);
      const right = ruled.truth[row]!;
      const wrong = Array.from(said.keys()).filter((k) => k !== right);
      nearest[row] = wrong.reduce((best, k) => (said[k]! > said[best]! ? k : best));
      keys[row] = judgedKey[judged](said, right, nearest[row]);
    });
  }
  return judged === "errs" || judged === "unsure" ? { keys, nearest } : { keys };
}

const surestOf = (said: Float32Array): number => Math.max(...said);

/** Of what is said of one example, how strongly it asks for an error there. */
const judgedKey: {
  readonly [K in ByWhatIsSaid]: (said: Float32Array, right: number, nearest: number) => number;
} = {
  unconfident: (said) => -surestOf(said),
  unsure: (said) => -surestOf(said),
  /** Right ones first, the surest first. */
  "confidently-correct": (said, right) =>
    said[right]! + (said.indexOf(surestOf(said)) === right ? 1 : 0),
  errs: (said, right, nearest) => said[nearest]! - said[right]!,
};

function withErrors(
  value: Value,
  { keys, nearest }: WantedErrors,
  like: Labels | undefined,
  warn: (line: string) => void,
): Labels {
  const { ruled, options, rate, seed, toward } = value;
  const { truth, parts } = ruled;
  const stream = random(seed, "errors on purpose");
  const said = Int32Array.from(truth);
  for (const part of parts) {
    const errors = like ? errorsIn(like, part, truth) : errorsAt(rate ?? 0, part);
    const order = Array.from(stream.permutation(part.length), (i) => part[i]!);
    const candidates = order.filter((row) => truth[row] !== toward);
    const over = errors - candidates.length;
    if (over > 0 && !like) throw tooFew(errors, part.length, candidates.length, toward);
    const highest = (some: readonly number[], count: number) =>
      some.toSorted((a, b) => keys[b]! - keys[a]!).slice(0, count);
    const other = (row: number) =>
      nearest?.[row] ?? (truth[row]! + 1 + stream.integer(options - 1)) % options;
    for (const row of highest(candidates, errors)) said[row] = toward ?? other(row);
    if (over <= 0) continue;
    // A supervisor that is copied may err more often than one direction has room for.
    const rest = order.filter((row) => truth[row] === toward);
    for (const row of highest(rest, over)) said[row] = other(row);
    warn(`${over} of ${errors} errors have no room toward option ${toward} and lie elsewhere`);
  }
  const rows = joinRows(...parts);
  return { rows, probabilities: oneHotLabels(said, rows, options) };
}

/** How many of a part are wrong at a rate. */
export const errorsAt = (rate: number, part: Int32Array): number => Math.round(rate * part.length);

/** What is wrong where one direction has not room for all errors. */
export function tooFew(errors: number, of: number, candidates: number, toward?: number) {
  return new InputError(
    `biased: ${errors} of ${of} labels cannot be wrong toward option ${toward}, which is right ` +
      `for all but ${candidates}; take a smaller rate, or another "toward"`,
  );
}

/** How many of the rows the most probable option has wrong. */
function errorsIn(labels: Labels, part: Int32Array, truth: Int32Array): number {
  const hard = harden(labelsOf(labels, part));
  const options = hard.shape[1]!;
  if (hard.data.length !== part.length * options)
    throw new InternalError("errors: predictions do not fit the rows");
  return part.filter((row, i) => hard.data[i * options + truth[row]!] !== 1).length;
}

/** Where errors are: by keys of the examples, or by what judges say. */
export type ErrorRule =
  | { readonly keys: readonly number[]; readonly toward?: number; readonly by?: string }
  | { readonly judged: { readonly by: ByWhatIsSaid; readonly judges: readonly Step<Labels>[] } }
  | {
      readonly judged: { readonly by: "swayed"; readonly judges: readonly Step<OverseenLabels>[] };
    };

/** What steps of one room that ask judges have in common, by the rows that are asked about. */
const judgedIn = new OnceAList<Ruled>();

/** Ground truth of all asked rows, wrong where the rule says. */
export function errorsStep(
  { rate, label }: { readonly rate: number | undefined; readonly label: string },
  rule: ErrorRule,
  like: Step<Labels> | undefined,
  seed: number,
  room: SupervisorRoom,
): Step<Labels> {
  const ruled =
    "keys" in rule
      ? new Ruled(room.truth, room.parts(seed), rule.keys)
      : judgedIn.of(room.asked(seed), "judged", () => new Ruled(room.truth, room.parts(seed), []));
  const shared = { ruled, options: room.task.options, rate: rate ?? null, seed };
  const name = `${label} on ${room.task.name}, seed ${seed}`;
  if ("keys" in rule) {
    const value = { ...shared, toward: rule.toward, by: rule.by };
    return room.graph.step(errorsStepKind, value, { like }, name);
  }
  const { by, judges } = rule.judged;
  return room.graph.step(errorsStepKind, { ...shared, judged: by }, { like, judges }, name);
}
