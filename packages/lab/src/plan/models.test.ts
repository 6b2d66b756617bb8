import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeTinyModel } from "../../test/tiny-model.js";
import { drawn, model } from "../reading/index.js";
import { featureWidths } from "./models.js";

describe("featureWidths", () => {
  it("says how many features sources have, in order", async () => {
    const folder = scratchFolder("widths");
    await writeTinyModel(folder);
    const places = { baseDir: folder, modelFolders: [] };
    const [first, second, third] = await featureWidths(
      [drawn(7), model(folder).layer(0), model(folder).layer(-1)],
      places,
    );
    expect(first).toBe(7);
    expect(second).toBe(third);
    expect(second).toBeGreaterThan(0);
  });

  it("refuses a model that is not there", async () => {
    const places = { baseDir: ".", modelFolders: [] };
    await expect(featureWidths([model("./nowhere").layer(0)], places)).rejects.toThrow("nowhere");
  });
});
