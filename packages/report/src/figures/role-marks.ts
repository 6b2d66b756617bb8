// One mark and colour for each role, the same in every figure that shows roles.

import type { RoleName } from "@w2s/lab";
import { inkCss } from "./palette.js";
import { markPath, strokes } from "./shapes.js";

/** How a role is marked: its name in legends, its colour's class, its path around 0, 0. */
export interface RoleMark {
  readonly label: string;
  readonly name: string;
  readonly path: string;
  readonly hollow?: boolean;
}

/** In the order in which legends name them. */
export const roleMarks: Readonly<Record<RoleName, RoleMark>> = {
  student: { label: "student", name: "r-student", path: markPath(0, 4.4) },
  weak: { label: "supervisor", name: "r-weak", path: markPath(1, 3.8) },
  ceiling: { label: "ceiling", name: "ceiling", path: markPath(3, 4) },
  untouched: { label: "untouched", name: "r-arm", path: markPath(2, 4), hollow: true },
  uninformed: { label: "uninformed", name: "r-arm", path: strokes.times(4), hollow: true },
  selfTaught: { label: "self-taught", name: "r-arm", path: strokes.plus(4), hollow: true },
};

/** Colours of the roles, told apart by their marks as well. */
export const roleCss = inkCss({
  light: colours("#1b6ca8", "#7a8b2f", "#b5482a"),
  dark: colours("#6db7f0", "#c3d46a", "#ff9f7d"),
});

function colours(student: string, weak: string, arm: string): string {
  return [
    ["r-student", student],
    ["r-weak", weak],
    ["r-arm", arm],
  ]
    .map(([name, colour]) => `.${name}{stroke:${colour};fill:${colour}}`)
    .join("");
}
