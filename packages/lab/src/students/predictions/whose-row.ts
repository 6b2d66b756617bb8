// Whose predictions a row is of: what its own fields say, and what its file leaves it to be.

import { InputError, shownValue } from "@w2s/base";
import { roleWords } from "../../measures/index.js";
import { fieldIfThere, type Row } from "../../tasks/formats/row.js";
import { wholeNumber } from "../../tasks/label.js";
import type { Whose } from "../student.js";
import type { PredictionsPath } from "./files.js";
import { either, type Role, roleCalled, withOwnFile } from "./roles.js";
import type { PredictionsRecipe } from "./spec.js";

/** Whose predictions are meant, as far as it is said: always the role. */
export type OfWhom = Pick<Whose, "role"> & Partial<Whose>;

/**
 * What a row says of whose it is.
 * @throws InputError for an unknown role, one that has no place in this file, and what is no seed,
 * with the row's place
 */
export function whoseRow(
  row: Row,
  recipe: PredictionsRecipe,
  place: string,
  file: Pick<PredictionsPath, "roles">,
): OfWhom {
  const text = (field: string) => {
    const value = fieldIfThere(row, field);
    return value === undefined || value === null || value === "" ? undefined : String(value);
  };
  const role = roleOf(text(recipe.role), recipe, file, `${place}: "${recipe.role}"`);
  const seed = text(recipe.seed);
  const number = seed === undefined ? undefined : wholeNumber(seed);
  if (number === null || (number ?? 0) < 0) {
    throw new InputError(`${place}: "${recipe.seed}" must be a seed, got ${shownValue(seed)}`);
  }
  const [supervisor, task] = [text(recipe.supervisor), text(recipe.task)];
  return {
    role,
    ...(number !== undefined && { seed: number }),
    ...(supervisor !== undefined && { supervisor }),
    ...(task !== undefined && { task }),
  };
}

function roleOf(
  text: string | undefined,
  recipe: PredictionsRecipe,
  { roles }: Pick<PredictionsPath, "roles">,
  at: string,
): Role {
  const [first, ...others] = roles;
  if (text === undefined) {
    if (first === "student" || others.length === 0) return first;
    throw new InputError(`${at} must be ${either(roles)}, as all are said in this file, got none`);
  }
  const role = roleCalled(text, at);
  if (roles.includes(role)) return role;
  const own = withOwnFile.find((one) => one === role && recipe[one] !== undefined) ?? first;
  throw new InputError(
    `${at} must be ${either(roles)}, as "${own}" names a file of its own for ${roleWords[own]}, ` +
      `got ${shownValue(text)}`,
  );
}
