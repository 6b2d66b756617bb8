import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellWord } from "./shell-word.js";

describe("shellWord", () => {
  it("leaves a plain path as it is", () => {
    expect(shellWord("runs/my-page_2.d")).toBe("runs/my-page_2.d");
  });

  it
    .skipIf(process.platform === "win32")
    .each(["my page", "it's", 'a"b', "a$HOME b", "a;b", "`ls`", "é!"])(
    "is read by a shell as %s",
    (path) => {
      const said = execFileSync("sh", ["-c", `printf %s ${shellWord(path)}`], { encoding: "utf8" });
      expect(said).toBe(path);
    },
  );
});
