// Names in a study: every supervisor, student and method has its own, and recipes that differ are
// told apart by what differs.

import { InputError } from "@w2s/base";
import type { StudentSpec } from "../students/index.js";

/** @throws InputError for two items of one name */
export function unique<T>(
  option: string,
  items: readonly T[],
  nameOf: (item: T) => string,
): readonly T[] {
  const seen = new Set<string>();
  for (const item of items) {
    const name = nameOf(item);
    if (seen.has(name)) {
      throw new InputError(
        `study: "${option}" has ${JSON.stringify(name)} twice; remove one or name it apart`,
      );
    }
    seen.add(name);
  }
  return items;
}

/**
 * The same students; those of one label are told apart by the settings in which they differ:
 * "SmolLM2:15 (epochs 50)".
 */
export function toldApart(students: readonly StudentSpec[]): StudentSpec[] {
  return students.map((student) => {
    const rivals = students.filter(({ label }) => label === student.label);
    const settings = rivals.map(settingsOf);
    const own = settingsOf(student);
    const telling = Object.keys(own).filter(
      (key) => new Set(settings.map((other) => JSON.stringify(other[key]))).size > 1,
    );
    if (telling.length === 0) return student;
    const shown = telling.map((key) => `${key} ${shownSetting(own[key])}`);
    return { ...student, label: `${student.label} (${shown.join(", ")})` };
  });
}

function settingsOf({ recipe, before, begun, told }: StudentSpec): Record<string, unknown> {
  const { as: _, ...remark } = told ?? { as: "" };
  return {
    ...recipe,
    ...(before && { generative: before }),
    ...(begun && { from: begun.label }),
    ...(told && { told: remark }),
  };
}

function shownSetting(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
