// Steps of a user's own supervisor: what the function says, checked.

import { createHash } from "node:crypto";
import { InputError, shownUncalled } from "@w2s/base";
import { hashOf, type Identified, type Step, smallKind } from "../engine/index.js";
import { distribution, type Labels, labelsCodec, Rows } from "../labels/index.js";
import { once } from "../once.js";
import type { JsonObject } from "../store/index.js";
import { StudyError } from "../study-error.js";
import type { Example } from "../tasks/index.js";
import type { SupervisorRoom } from "./supervisor.js";

/** Probabilities `[rows, K]`: a list a row, or all of them in one list. */
export type UserSaid = readonly (readonly number[])[] | Float32Array | Float64Array;

interface Spoken {
  readonly label: string;
  readonly options: JsonObject;
  readonly speak: (context: {
    readonly examples: readonly Example[];
    readonly rows: Int32Array;
    readonly seed: number;
    readonly options: JsonObject;
    readonly K: number;
  }) => UserSaid | Promise<UserSaid>;
}

/** A user's function, named by its name, options and source. */
class Speaker implements Identified {
  readonly identity: JsonObject;

  constructor(readonly spec: Spoken) {
    const source = createHash("sha256").update(String(spec.speak)).digest("hex");
    this.identity = { name: spec.label, options: spec.options, source };
  }
}

/** All that the function may see of a task; frozen, so that nothing is changed there. */
class SeenExamples implements Identified {
  readonly identity: string;

  constructor(readonly list: readonly Example[]) {
    this.identity = hashOf([list.map((example) => JSON.stringify(example))]);
  }
}

const known = new WeakMap<readonly Example[], SeenExamples>();

function seenBy({ examples }: SupervisorRoom): SeenExamples {
  return once(
    known,
    examples,
    () =>
      new SeenExamples(
        examples.map(({ inputs, facts, ...rest }) =>
          Object.freeze({
            ...rest,
            inputs: Object.freeze([...inputs]),
            ...(facts && { facts: Object.freeze({ ...facts }) }),
          }),
        ),
      ),
  );
}

interface Value {
  readonly by: Speaker;
  readonly seen: SeenExamples;
  readonly rows: Rows;
  readonly seed: number;
  readonly options: number;
}

const userStepKind = smallKind<Labels, Value, Record<never, never>>({
  name: "own labels",
  version: 1,
  codec: labelsCodec,
  label: "labels of the study's own supervisors",
  async compute({ value: { by, seen, rows, seed, options } }) {
    const { speak, label, options: own } = by.spec;
    const given = { examples: seen.list, rows: rows.list.slice(), seed, options: own, K: options };
    const said = await (async () => speak({ ...given, options: structuredClone(own) }))().catch(
      (cause: unknown) => failed(label, cause),
    );
    const data = checked(said, rows.list, seen.list, options, `supervisor "${label}"`);
    const shape = [rows.list.length, options] as const;
    return { rows: rows.list, probabilities: { dtype: "float32", shape, data } };
  },
});

function failed(label: string, cause: unknown): never {
  const what = `supervisor "${label}": its function failed`;
  // A refusal of ours says itself what is wrong.
  if (cause instanceof InputError) throw new InputError(`${what}: ${cause.message}`, { cause });
  throw new StudyError(what, cause);
}

/** Rows of probabilities in one list, each divided by its sum. @throws InputError */
function checked(
  said: UserSaid,
  rows: Int32Array,
  examples: readonly Example[],
  options: number,
  subject: string,
): Float32Array {
  const isFlat = said instanceof Float32Array || said instanceof Float64Array;
  const count = isFlat ? said.length / options : Array.isArray(said) ? said.length : undefined;
  if (count !== rows.length) {
    throw new InputError(
      `${subject}: must give ${rows.length} rows of ${options} probabilities, got ` +
        `${count === undefined ? shownUncalled(said) : count}`,
    );
  }
  const data = new Float32Array(rows.length * options);
  rows.forEach((row, i) => {
    const own = isFlat ? [...said.subarray(i * options, (i + 1) * options)] : said[i];
    data.set(distribution(own, options, `${subject}: for ${examples[row]!.id}`), i * options);
  });
  return data;
}

/** What the user's function says of all asked rows. */
export function userStep(spec: Spoken, seed: number, room: SupervisorRoom): Step<Labels> {
  const { options, name } = room.task;
  const rows = new Rows(room.asked(seed));
  const value = { by: new Speaker(spec), seen: seenBy(room), rows, seed, options };
  return room.graph.step(userStepKind, value, {}, `${spec.label} on ${name}, seed ${seed}`);
}
