import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveModel } from "./resolve.js";
import { zooFolder, zooNames } from "./zoo.js";

describe("zooNames", () => {
  it("names folders with a config, sorted", () => {
    const names = zooNames();
    expect(names).toEqual(names.toSorted());
    for (const name of names) expect(existsSync(join(zooFolder(), name, "config.json"))).toBe(true);
  });
});

describe("resolveModel", () => {
  it("finds a model of the zoo by its name", async () => {
    const files = await resolveModel(`zoo:${zooNames()[0]}`);
    expect(files).toMatchObject({
      origin: "folder",
      revision: null,
      folder: join(zooFolder(), zooNames()[0]!),
    });
  });

  it("says what the zoo has where the name is another", async () => {
    await expect(resolveModel("zoo:w2s-wrld-16")).rejects.toThrow(
      'model "zoo:w2s-wrld-16": the zoo has no "w2s-wrld-16"; did you mean "w2s-world-16"?',
    );
    await expect(resolveModel("zoo:")).rejects.toThrow(/has no ""; it has w2s-world-/);
  });
});
