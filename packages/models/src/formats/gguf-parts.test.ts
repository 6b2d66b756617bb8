import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { ggufFile } from "../testing/gguf-writer.js";
import { openGgufParts } from "./gguf-parts.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("parts");
});

/** A part with one tensor of two floats. */
function part(file: string, tensor: string, metadata: Record<string, string | number>): string {
  const path = join(folder, file);
  const data = new Uint8Array(Float32Array.of(1, tensor.length).buffer);
  writeFileSync(
    path,
    ggufFile([{ name: tensor, dimensions: [2], type: 0, offset: 0 }], data, metadata),
  );
  return path;
}

const numbered = (no: number, count = 2) => ({ "split.no": no, "split.count": count });

describe("openGgufParts", () => {
  it("reads the tensors of every part, and the metadata of the first", () => {
    const file = openGgufParts([
      part("1.gguf", "a", { ...numbered(0), "split.tensors.count": 2, name: "whole" }),
      part("2.gguf", "bb", numbered(1)),
    ]);
    expect([...file.tensors.keys()]).toEqual(["a", "bb"]);
    expect(file.read("bb").data).toEqual(Float32Array.of(1, 2));
    expect(file.metadata.name).toBe("whole");
    file.close();
  });

  it.each<[string, () => string[], string]>([
    [
      "parts in another order",
      () => [part("1.gguf", "a", numbered(1)), part("2.gguf", "b", numbered(0))],
      "1.gguf: is part 2 of 2, expected part 1 of 2; are its name and its neighbours those",
    ],
    [
      "a part as the whole",
      () => [part("1.gguf", "a", numbered(0))],
      "1.gguf: is part 1 of 2, expected part 1 of 1",
    ],
    [
      "a tensor in two parts",
      () => [part("1.gguf", "a", numbered(0)), part("2.gguf", "a", numbered(1))],
      '2.gguf: tensor "a" is in another part too',
    ],
    [
      "too few tensors",
      () => [
        part("1.gguf", "a", { ...numbered(0), "split.tensors.count": 3 }),
        part("2.gguf", "b", numbered(1)),
      ],
      "1.gguf: must have 3 tensors in 2 files, got 2",
    ],
  ])("refuses %s", (_, paths, message) => {
    expect(() => openGgufParts(paths())).toThrow(message);
  });
});
