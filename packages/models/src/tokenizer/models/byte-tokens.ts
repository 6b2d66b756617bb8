// Bytes as tokens of their own, "<0x0A>", for characters that a vocabulary does not have.

const encoder = new TextEncoder();

/** The ids of a text's bytes; null where the vocabulary lacks one. */
export function bytesOf(text: string, ids: ReadonlyMap<string, number>): number[] | null {
  const found: number[] = [];
  for (const byte of encoder.encode(text)) {
    const id = ids.get(tokenOf(byte));
    if (id === undefined) return null;
    found.push(id);
  }
  return found;
}

/** Whether a vocabulary has every byte. */
export function hasAllBytes(ids: ReadonlyMap<string, number>): boolean {
  return Array.from({ length: 256 }, (_, byte) => tokenOf(byte)).every((token) => ids.has(token));
}

const tokenOf = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;

/** The byte that a token such as "<0x0A>" stands for. */
export function byteOf(token: string): number | undefined {
  const [, hex] = /^<0x([0-9A-Fa-f]{2})>$/.exec(token) ?? [];
  return hex === undefined ? undefined : Number.parseInt(hex, 16);
}
