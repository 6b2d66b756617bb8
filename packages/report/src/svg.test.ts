import { describe, expect, it } from "vitest";
import { escaped } from "./svg.js";

describe("escaped", () => {
  it("is text that neither XML nor a reader's eyes can take for something else", () => {
    expect(escaped('<b a="1">&')).toBe("&lt;b a=&quot;1&quot;&gt;&amp;");
    // Control characters, half a character, and U+FFFE and U+FFFF, which XML does not know.
    expect(escaped("a\u0000b\ud800c\ufffed\uffffe\u009bf")).toBe("a b c d e f");
    // Overrides, isolates and marks of direction.
    expect(escaped("pay \u202e001\u202c \u2066x\u2069\u200f\u061c")).toBe("pay 001 x");
    expect(escaped("שלום 漢字 😀")).toBe("שלום 漢字 😀");
  });
});
