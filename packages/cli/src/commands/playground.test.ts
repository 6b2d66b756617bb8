import { writePlayground } from "@w2s/playground";
import { describe, expect, it, vi } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../main.js";

vi.mock("@w2s/playground", () => ({ writePlayground: vi.fn(async () => undefined) }));

describe("w2s playground", () => {
  it.each([
    ["page", "page"],
    ["my page", '"my page"'],
    ["a$b", "'a$b'"],
  ])("names the folder %s as a shell takes it", async (folder, word) => {
    const cwd = scratchFolder("playground");
    const io = fakeIo(cwd);
    expect(await main(["playground", "--to", folder], io)).toBe(0);
    expect(writePlayground).toHaveBeenLastCalledWith(folder, { overwrite: false, cwd });
    expect(io.out()).toMatch(/^wrote the playground into /);
    expect(io.out().endsWith(`python3 -m http.server --directory ${word}\n`)).toBe(true);
  });
});
