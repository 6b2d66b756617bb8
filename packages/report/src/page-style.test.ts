import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { pageStyle } from "./page-style.js";

/** Colours by name, those on a dark screen after those on a light one. */
const colours = (css: string) =>
  css.match(/--[a-z]+: ?#[0-9a-f]+/g)!.map((one) => one.replace(" ", ""));

it("the report has the colours of the ground that all pages stand on", () => {
  const ground = readFileSync(new URL("../ground.css", import.meta.url), "utf8");
  expect(colours(ground)).toHaveLength(16);
  expect(colours(pageStyle).slice(0, 16)).toEqual(colours(ground));
});
