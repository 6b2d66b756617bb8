// A step's name: the hash of all that its result depends on.

import { createHash, hash as hashOnce } from "node:crypto";
import { once } from "../once.js";
import { canonicalJson, type JsonObject, type JsonValue } from "./canonical-json.js";

/** All that a step's result depends on. Two steps with the same identity have the same result. */
export interface StepIdentity {
  /** What is done: "examples", "features", "fit", "labels", "score". */
  readonly kind: string;
  /**
   * Version of the code of this kind; raised when the same parameters would give another result.
   */
  readonly version: number;
  readonly params: JsonObject;
  /** Names of the steps whose results go in, by role; the order of the roles does not matter. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * The step's name, 64 hexadecimal digits: SHA-256 of the identity's canonical JSON.
 * @throws InternalError when the parameters hold what JSON cannot, NaN for one.
 */
export function stepName({ kind, version, params, inputs }: StepIdentity): string {
  const parts = Object.keys(params)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${textOnce(params[key]!, key)}`);
  // Canonical JSON of the four, keys sorted: what is shared between steps is written once.
  const head = `{"inputs":${canonicalJson(inputs)},"kind":${JSON.stringify(kind)}`;
  return sha256(`${head},"params":{${parts}},"version":${canonicalJson(version)}}`);
}

const texts = new WeakMap<object, string>();

/** A parameter's canonical text, made once for each object: nobody changes an identity. */
function textOnce(value: JsonValue, key: string): string {
  if (typeof value !== "object" || value === null) return canonicalJson(value, `params.${key}`);
  return once(texts, value, () => canonicalJson(value, `params.${key}`));
}

/** Whether a text has the form of a step's name; a guard before it becomes part of a path. */
export function isStepName(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** SHA-256 in hexadecimal digits, of bytes of any length. */
export function sha256(bytes: string | Uint8Array, pieceBytes = 2 ** 30): string {
  if (typeof bytes === "string") return hashOnce("sha256", bytes, "hex");
  const hash = createHash("sha256");
  updateInPieces(hash, bytes, pieceBytes);
  return hash.digest("hex");
}

/** Hashes bytes of any length: Node's own update stops at 2 GiB. */
export function updateInPieces(
  hash: { update(piece: Uint8Array): unknown },
  bytes: Uint8Array,
  pieceBytes = 2 ** 30,
): void {
  for (let at = 0; at < bytes.length; at += pieceBytes)
    hash.update(bytes.subarray(at, at + pieceBytes));
}
