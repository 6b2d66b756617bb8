import { describe, expect, it } from "vitest";
import { svgFault } from "./svg-fault.js";

const xmlns = 'xmlns="http://www.w3.org/2000/svg"';
const svg = (inner: string) => `<svg ${xmlns} width="9" height="9">${inner}</svg>`;

describe("svgFault", () => {
  it.each([
    "<rect/>",
    "<g>\n <path d=\"M0,0\"/><text x='1'>a &amp; b &#8594; https://example.org</text></g>",
    "<!-- a note --><style><![CDATA[rect { fill: url(#a); }]]></style>",
    '<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="mask: url(\'#a\')"/>',
    '<use href="#a"/><image href="data:image/png;base64,AA=="/>',
    "<title>a</title><desc>b > c</desc>",
  ])("takes %s", (inner) => {
    expect(svgFault(svg(inner))).toBeUndefined();
    expect(svgFault(`\n${svg(inner)}\n`)).toBeUndefined();
  });

  it.each([
    ["<text>a & b</text>", 'be well-formed: "&" is written &amp;, got "& b"'],
    ["<text>&nbsp;</text>", 'be well-formed: "&" is written &amp;, got "&nbsp;"'],
    ["<text>a < c</text>", 'be well-formed, got "< c</text></svg>" at its character 70'],
    ["<g><rect></g>", 'be well-formed, got "</g></svg>" at its character 71'],
    ["<g>", 'be well-formed, got "</svg>" at its character 65'],
    ["</svg><p>x</p><svg>", 'be well-formed, got "<p>x</p><svg></svg>" at its character 68'],
    ["<rect x=1/>", 'be well-formed, got "<rect x=1/></svg>" at its character 62'],
    ['<rect x="1" x="2"/>', 'be well-formed: <rect> has "x" twice'],
    ["<!--> <g> -->", 'be well-formed, got "<!--> <g> --></svg>" at its character 62'],
    ["<script>1</script>", "hold no <script>: a report's page has one script, its own"],
    ["<foreignObject/>", "hold no <foreignObject>: a report's page has one script, its own"],
    ["<div/>", "hold elements of SVG alone, got <div>"],
    ['<rect onclick="f()"/>', 'hold no script, got onclick="f()"'],
    [
      '<image href="http://a/b.png"/>',
      'refer to nothing outside itself, got href="http://a/b.png"',
    ],
    ['<use xlink:href="//a/b#c"/>', 'refer to nothing outside itself, got xlink:href="//a/b#c"'],
    ['<a href="javascript:f()"/>', 'refer to nothing outside itself, got href="javascript:f()"'],
    ['<set to="https://a/"/>', 'refer to nothing outside itself, got to="https://a/"'],
    [
      '<rect fill="url(http://a/b#c)"/>',
      'refer to nothing outside itself, got "url(http://a/b#c" in a style',
    ],
    [
      "<style>@import 'a.css';</style>",
      'refer to nothing outside itself, got "@import" in a style',
    ],
  ])("refuses %s", (inner, says) => {
    expect(svgFault(svg(inner))).toBe(says);
  });

  it("refuses what is never closed", () => {
    expect(svgFault(`<svg ${xmlns}><g></g>`)).toBe("be well-formed: <svg> is never closed");
    expect(svgFault("<svg></svg")).toBe('be well-formed, got "</svg" at its character 6');
  });

  it("is quick on a long document", () => {
    const long = svg('<rect x="1" y="2"/><text>a</text>'.repeat(50_000));
    const start = performance.now();
    expect(svgFault(long)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
