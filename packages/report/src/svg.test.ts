import { describe, expect, it } from "vitest";
import { escaped } from "./svg.js";

describe("escaped", () => {
  it("leaves out what XML cannot hold and what turns a text around", () => {
    expect(escaped("a\u0000b\u001bc\ufffed\uffffe\ud800f\u202eg\u2066h")).toBe("a b c d e f g h");
    expect(escaped(String.fromCodePoint(0x1ffff))).toBe(" ");
  });

  it("keeps letters of all scripts, and writes markup as text", () => {
    expect(escaped('é 語 😀 \u05d0\u05d1 <a href="x">&')).toBe(
      "é 語 😀 \u05d0\u05d1 &lt;a href=&quot;x&quot;&gt;&amp;",
    );
  });
});
