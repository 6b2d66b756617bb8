// The parts of an example down to a depth: parts of parts, where they have any.

import { InputError } from "@w2s/base";
import { hashOf, type Identified } from "../../engine/index.js";
import { once } from "../../once.js";
import type { Apart, ExamplePart } from "../../tasks/index.js";
import type { View } from "../poses.js";
import type { SupervisorRoom } from "../supervisor.js";

/** What is asked of an example, and what answers to it make of the whole. */
export interface Leaves {
  readonly parts: readonly ExamplePart[];
  readonly combine: (answers: ArrayLike<number>) => number;
  readonly combiner: string;
}

/** The parts of an example, those of its parts in their place, `depth` times. */
export function leavesOf(apart: Apart, depth: number): Leaves {
  const below = apart.parts.map((part): Leaves => {
    const inner = depth > 1 ? part.apart?.() : undefined;
    if (inner) return leavesOf(inner, depth - 1);
    return { parts: [part], combine: (answers) => answers[0]!, combiner: "" };
  });
  return {
    parts: below.flatMap(({ parts }) => parts),
    combine(answers) {
      let start = 0;
      return apart.combine(
        below.map(({ parts, combine }) => {
          const own = Array.from(parts, (_, i) => answers[start + i]!);
          start += parts.length;
          return combine(own);
        }),
      );
    },
    combiner: [apart.combiner, ...below.map(({ combiner }) => combiner)].join("|"),
  };
}

/** The leaves of a task's examples, by row; worked out once a row. */
class TaskLeaves {
  private readonly known = new Map<number, Leaves>();

  constructor(
    private readonly room: SupervisorRoom,
    private readonly depth: number,
    /** Begins messages: "decomposition". */
    private readonly protocol: string,
  ) {}

  /** @throws InputError for an example that does not come apart */
  at(row: number): Leaves {
    const known = this.known.get(row);
    if (known) return known;
    const apart = this.room.apart(row);
    if (!apart) {
      const { task, examples } = this.room;
      const { id, facts } = examples[row]!;
      const example = `${JSON.stringify(id)}${facts?.skill ? ` (${facts.skill})` : ""}`;
      throw new InputError(
        `${this.protocol}: task "${task.name}" has no parts to ask about: nobody said how ` +
          `example ${example} comes apart; give the task "parts", or judge it whole`,
      );
    }
    const leaves = leavesOf(apart, this.depth);
    this.known.set(row, leaves);
    return leaves;
  }

  /** The task of the parts. */
  get view(): View {
    const { task } = this.room;
    return {
      key: `parts to depth ${this.depth}`,
      name: `${task.name}, parts${this.depth === 1 ? "" : ` to depth ${this.depth}`}`,
      shape: "classify",
      optionNames: ["no", "yes"],
      pose: (row) =>
        this.at(row).parts.map(({ text, label, apart }, i) => ({
          id: `part ${i + 1}`,
          inputs: [text],
          added: [text],
          label,
          apart,
        })),
    };
  }

  /** Parts and combiners of some rows, as steps name them. */
  of(rows: Int32Array): LeavesOfRows {
    return new LeavesOfRows(this, rows);
  }
}

/** The leaves of some rows. */
export class LeavesOfRows implements Identified {
  readonly identity: string;

  constructor(
    private readonly all: TaskLeaves,
    rows: Int32Array,
  ) {
    const leaves = Array.from(rows, (row) => all.at(row));
    this.identity = hashOf([
      rows,
      Int32Array.from(leaves, ({ parts }) => parts.length),
      Int32Array.from(leaves.flatMap(({ parts }) => parts.map(({ label }) => label))),
      leaves.flatMap(({ parts, combiner }) => [...parts.map(({ text }) => text), combiner]),
    ]);
  }

  at(row: number): Leaves {
    return this.all.at(row);
  }
}

const known = new WeakMap<SupervisorRoom["examples"], Map<string, TaskLeaves>>();

/** The leaves of a room's examples. */
export function taskLeaves(room: SupervisorRoom, depth: number, protocol: string): TaskLeaves {
  const ofTask = once(known, room.examples, () => new Map<string, TaskLeaves>());
  const key = `${protocol} ${depth}`;
  return once(ofTask, key, () => new TaskLeaves(room, depth, protocol));
}
