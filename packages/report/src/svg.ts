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

/** Controls and what is no character, which XML cannot hold, and marks that turn the text's order. */
const NOT_SHOWN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/gu;

/** Text as markup. What XML cannot hold, or would show a text otherwise than it is, becomes spaces. */
export function escaped(text: string): string {
  return text
    .replaceAll(NOT_SHOWN, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A number with at most one decimal: a tenth of a pixel is the least that can be seen. */
export function short(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(rounded === 0 ? 0 : rounded);
}
