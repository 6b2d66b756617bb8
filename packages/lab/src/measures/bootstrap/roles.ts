// Who is scored on a test split: the roles of a cell and the arms beside them, under every seed.

import { InputError } from "@w2s/base";
import type { TestPredictions } from "../measure.js";
import type { ResamplerOptions } from "./resampler.js";

/** What a student is compared with beside its supervisor and ceiling. */
export const armNames = ["untouched", "uninformed", "selfTaught"] as const;
/** What is scored beside a cell besides its ceiling. */
export type ArmName = (typeof armNames)[number];

/** Everybody whose predictions a cell may have. */
export const roleNames = ["weak", "student", "ceiling", ...armNames] as const;
/** Everybody whose predictions a cell may have. */
export type RoleName = (typeof roleNames)[number];

/** What a role is called in a sentence. */
export const roleWords: Readonly<Record<RoleName, string>> = {
  weak: "the supervisor",
  student: "the student",
  ceiling: "the ceiling",
  untouched: "the untouched student",
  uninformed: "the uninformed student",
  selfTaught: "the self-taught student",
};

/** What a role says of the test split under one seed. */
interface RoleSaid extends TestPredictions {
  /**
   * Its answers in words [n], as the task compares them; absent where options are chosen. Of a row
   * with answers in words, option 0 is the right one.
   */
  readonly words?: readonly string[];
}

/** One role's predictions of the test split, a seed each, all roles' seeds in the same order. */
export type RolePredictions = readonly RoleSaid[];

/** What every role of one cell predicted on the same test examples. */
export interface CellPredictions {
  readonly roles: {
    readonly weak: RolePredictions;
    readonly student: RolePredictions;
    readonly ceiling: RolePredictions;
    /** The student before any training. */
    readonly untouched?: RolePredictions;
    /** The student taught by labels of the same marginals, drawn without a look at the text. */
    readonly uninformed?: RolePredictions;
    /** The student taught by labels of its own kind. */
    readonly selfTaught?: RolePredictions;
  };
  /** The intermediate models of a chain, from the supervisor on; default: none. */
  readonly links?: readonly { readonly name: string; readonly said: RolePredictions }[];
  /** Ground truth [n], the same for all seeds. */
  readonly truth: Int32Array;
  /**
   * Group of each test example [n]; groups are resampled whole. Default: each example is its own.
   */
  readonly groups?: readonly string[];
  /**
   * Accuracy without knowledge, in [0, 1); default: that of always saying the most frequent option.
   */
  readonly chance?: number;
}

/**
 * What a resampler must know of a test, so that one can be made and shared by every cell with the
 * same test.
 */
export function drawsOf(
  cell: CellPredictions,
): Pick<ResamplerOptions, "examples" | "seeds" | "groups"> {
  const groups = cell.groups === undefined ? {} : { groups: cell.groups };
  return { examples: cell.truth.length, seeds: cell.roles.weak.length, ...groups };
}

/** The roles that are there, in their order. */
export function rolesOf({ roles }: CellPredictions): [RoleName, RolePredictions][] {
  return roleNames.flatMap((name) => {
    const said = roles[name];
    return said === undefined ? [] : [[name, said]];
  });
}

/** @throws InputError unless all roles and links have as many seeds as the first, at least one */
export function checkSeeds(cell: CellPredictions): void {
  const all = [
    ...rolesOf(cell),
    ...(cell.links ?? []).map(({ name, said }) => [`link ${name}`, said] as const),
  ];
  const seeds = cell.roles.weak.length;
  if (seeds > 0 && all.every(([, said]) => said.length === seeds)) return;
  const names = all.map(([name]) => name);
  throw new InputError(
    `bootstrap: ${names.slice(0, -1).join(", ")} and ${names.at(-1)} need the same seeds, ` +
      "at least " +
      `one, got ${all.map(([, said]) => said.length).join(", ")}`,
  );
}
