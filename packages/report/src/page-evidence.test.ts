import { describe, expect, it } from "vitest";
import { example, sampleOf } from "../test/evidence.js";
import { evidenceSection } from "./page-evidence.js";

const section = (...examples: Parameters<typeof sampleOf>[0]) =>
  evidenceSection(sampleOf(examples));

describe("evidenceSection", () => {
  it("shows a text with who said what, how surely, and whether it was right", () => {
    const html = section(example());
    expect(html).toContain('<blockquote dir="auto">is 3 less than 5 ?</blockquote>');
    expect(html).toContain("<dt>truth</dt><dd><b>no</b></dd>");
    expect(html).toMatch(
      /<dt>supervisor<\/dt><dd><b>yes<\/b> \.90 <span [^>]*><\/span> wrong<\/dd>/,
    );
    expect(html).toMatch(/<dt>student<\/dt><dd><b>no<\/b> \.80 <span [^>]*><\/span> right<\/dd>/);
    expect(html).toContain("sorted-1; seeds 0, 2 of 3");
    expect(html).toContain("sorted: large finetuned by micro finetuned, naive");
    expect(html).toContain("1 example over all rows, 1 shown.");
    expect(html.match(/There is none\./g)).toHaveLength(2);
  });

  it("shows answers in words as they are, without a probability", () => {
    const words = { truth: "55", weak: "5 4", student: "5 5" };
    const html = section(example({ words }));
    expect(html).toContain("<dt>truth</dt><dd><b>55</b></dd>");
    expect(html).toContain("<dt>supervisor</dt><dd><b>5 4</b> wrong</dd>");
    expect(html).toContain("<dt>student</dt><dd><b>5 5</b> right</dd>");
  });

  it("shows the texts that are compared by the names of their options", () => {
    const html = section(example({ texts: ["first", "second"] }));
    expect(html).toContain('<li><b>no</b><blockquote dir="auto">first</blockquote></li>');
    expect(html).toContain('<li><b>yes</b><blockquote dir="auto">second</blockquote></li>');
  });

  it("keeps hostile texts to themselves", () => {
    const text = '<script>alert(1)</script>\u0000\u202eabc\uffff</blockquote>"';
    const html = section(example({ texts: [text], id: text, task: text, supervisor: text }));
    for (const bad of ["<script", "\u0000", "\u202e", "\uffff"]) expect(html).not.toContain(bad);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; abc &lt;/blockquote&gt;&quot;");
    expect(html.match(/<\/blockquote>/g)).toHaveLength(1);
  });

  it("keeps lines apart, and says how long a text is that was cut", () => {
    const html = section(example({ texts: ["one\r\ntwo"], lengths: [100_000] }));
    expect(html).toContain("one\ntwo\u2026 (100,000 characters)");
  });

  it("shows three of a kind, and the others where they are asked for", () => {
    const nine = Array.from({ length: 9 }, (_, i) => example({ id: `e${i}` }));
    const html = section(...nine);
    expect(html.split("<details")[0]!.match(/<article/g)).toHaveLength(3);
    expect(html).toContain("<summary>6 more</summary>");
    expect(section(...nine.slice(0, 3))).not.toContain("<details");
  });
});
