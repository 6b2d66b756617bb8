// SVG and HTML as text: elements whose attributes and texts are escaped, numbers short and the same
// everywhere.

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * `<name ...>children</name>`; attributes that are undefined are left out. Children are markup; see
 * `escaped` for text.
 */
export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${typeof value === "number" ? short(value) : escaped(String(value))}"`,
    )
    .join("");
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join("")}</${name}>`;
}

/**
 * Text as markup. Characters that XML cannot hold become spaces (controls, lone surrogates, U+FFFE
 * and U+FFFF); marks that turn a line's direction are left out, as what stands behind them would be
 * read otherwise than it is.
 */
export function escaped(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, " ")
    .replaceAll(/\p{Bidi_Control}/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** What `escaped` changes: most texts have nothing of it. */
const special = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}&<>"]/u;

/** A number with at most one decimal: a tenth of a pixel is the least that can be seen. */
export function short(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(rounded === 0 ? 0 : rounded);
}
