// What stands in the way of an SVG on a report's page: markup that is not well-formed would break
// the page around it, and a page runs nothing of a figure's and asks nothing of the network. The
// page reads it as HTML does, picture programs as XML: it must be the same to both.

/** Text, a comment, literal text, or a tag whose attributes have quoted values. */
const PIECE = new RegExp(
  [
    "(?<text>[^<]+)",
    "<!--(?!-?>)(?:(?!--)[^])*-->",
    String.raw`<!\[CDATA\[(?<literal>[^<]*?)\]\]>`,
    String.raw`<(?<close>/?)(?<name>[^\s<>/="'!?&]+)` +
      String.raw`(?<attributes>(?:\s+[^\s<>/="'&]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<alone>/?)>`,
  ].join("|"),
  "y",
);
const ATTRIBUTE = /([^\s<>/="']+)\s*=\s*(["'])(.*?)\2/gs;
const STRAY = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);).{0,12}/i;

/** Elements that run or load something, or hold other markup that can. */
const active = new Set(["script", "iframe", "object", "embed", "link", "base", "foreignobject"]);
/** Elements at which HTML ends the SVG around them. */
const html = new Set(
  (
    "b big blockquote body br center code dd div dl dt em font h1 h2 h3 h4 h5 h6 head hr i img " +
    "li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
  ).split(" "),
);
/** An address as a style has it, elsewhere than in the figure itself. */
const OUTSIDE = /@import\b|url\(\s*["']?(?!["'\s]*(?:#|data:))[^)]{0,40}/i;

/**
 * What is wrong with an SVG document, as the end of a sentence that begins with "must"; undefined
 * for one that is well-formed, holds no script and refers to nothing outside itself.
 */
export function svgFault(svg: string): string | undefined {
  const document = svg.trim();
  const open: string[] = [];
  for (let at = 0; at < document.length; ) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(document);
    if (found === null || (open.length === 0 && at > 0)) return notWellFormed(document, at);
    const { text, literal, close, name, attributes = "", alone } = found.groups!;
    const words = text ?? literal;
    const fault = name === undefined ? textFault(words, open) : tagFault(name, attributes);
    if (fault !== undefined) return fault;
    if (name !== undefined && close) {
      if (attributes !== "" || alone || open.pop() !== name) return notWellFormed(document, at);
    } else if (name !== undefined && !alone) open.push(name);
    at = PIECE.lastIndex;
  }
  return open.length === 0 ? undefined : `be well-formed: <${open.at(-1)}> is never closed`;
}

function notWellFormed(document: string, at: number): string {
  return `be well-formed, got ${shown(document.slice(at, at + 24))} at its character ${at + 1}`;
}

function textFault(text: string | undefined, open: readonly string[]): string | undefined {
  const isStyle = open.at(-1)?.toLowerCase() === "style";
  return text === undefined ? undefined : (strayIn(text) ?? (isStyle ? outside(text) : undefined));
}

function tagFault(name: string, attributes: string): string | undefined {
  const local = bare(name);
  if (active.has(local)) return `hold no <${name}>: a report's page has one script, its own`;
  if (html.has(local)) return `hold elements of SVG alone, got <${name}>`;
  const seen = new Set<string>();
  for (const [, attribute, , value] of attributes.matchAll(ATTRIBUTE)) {
    if (seen.has(attribute!)) return `be well-formed: <${name}> has "${attribute}" twice`;
    seen.add(attribute!);
    const fault = attributeFault(attribute!, value!);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function attributeFault(name: string, value: string): string | undefined {
  const stray = strayIn(value);
  if (stray !== undefined || /^xmlns(?::|$)/.test(name)) return stray;
  if (/^on/.test(bare(name))) return `hold no script, got ${name}=${shown(value)}`;
  const isAddress = ["href", "src"].includes(bare(name));
  const isOwn = /^\s*(?:#|data:)/i.test(value);
  if (isAddress ? !isOwn : /^\s*(?:\w+:)?\/\/|^\s*javascript:/i.test(value)) {
    return `refer to nothing outside itself, got ${name}=${shown(value)}`;
  }
  return outside(value);
}

function outside(style: string): string | undefined {
  const [found] = OUTSIDE.exec(style) ?? [];
  return found === undefined
    ? undefined
    : `refer to nothing outside itself, got ${shown(found)} in a style`;
}

function strayIn(text: string): string | undefined {
  const [found] = STRAY.exec(text) ?? [];
  return found === undefined
    ? undefined
    : `be well-formed: "&" is written &amp;, got ${shown(found)}`;
}

const bare = (name: string): string => name.slice(name.indexOf(":") + 1).toLowerCase();

const shown = (text: string): string => JSON.stringify(text.slice(0, 60));
