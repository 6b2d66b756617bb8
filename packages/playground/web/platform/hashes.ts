// node:crypto in a browser, as far as the lab calls it: the same digests, by @noble/hashes, since
// names of steps are made one after the other and the browser's own hashes answer later.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

type Data = string | Uint8Array;
const bytesOf = (data: Data): Uint8Array => (typeof data === "string" ? utf8ToBytes(data) : data);

class Hash {
  constructor(private readonly state = sha256.create()) {}

  update(data: Data): this {
    this.state.update(bytesOf(data));
    return this;
  }

  copy(): Hash {
    return new Hash(this.state.clone());
  }

  digest(_encoding: "hex"): string {
    return bytesToHex(this.state.digest());
  }
}

/** Only SHA-256 is there. */
export function createHash(algorithm: string): Hash {
  onlySha256(algorithm);
  return new Hash();
}

export function hash(algorithm: string, data: Data, _encoding: "hex"): string {
  onlySha256(algorithm);
  return bytesToHex(sha256(bytesOf(data)));
}

/** Bytes of which only the hexadecimal digits are asked for. */
export function randomBytes(size: number): { toString(encoding: "hex"): string } {
  const bytes = crypto.getRandomValues(new Uint8Array(size));
  return { toString: () => bytesToHex(bytes) };
}

export const randomUUID = (): string => crypto.randomUUID();

function onlySha256(algorithm: string): void {
  if (algorithm !== "sha256") throw new Error(`${algorithm}: a browser's lab has SHA-256 alone`);
}
