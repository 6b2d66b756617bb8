import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packageFile } from "./package-file.js";

describe("packageFile", () => {
  it("is in the asking package, and in another", () => {
    const own = packageFile("@w2s/base", "src/package-file.ts", import.meta.url);
    expect(readFileSync(own, "utf8")).toContain("export function packageFile");
    const zod = JSON.parse(
      readFileSync(packageFile("zod", "package.json", import.meta.url), "utf8"),
    );
    expect(zod.name).toBe("zod");
  });

  it("throws for a package that is not there", () => {
    expect(() => packageFile("@w2s/none", "x", import.meta.url)).toThrow("@w2s/none/package.json");
  });
});
