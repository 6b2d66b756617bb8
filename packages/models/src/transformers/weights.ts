// A model's parameters by name: found under the names that the family's checkpoints use, checked
// against the shapes that the config asks for, read when first needed and kept while there is room.

import { InputError } from "@w2s/base";
import { type NdArray, ndarray, type Shape, sizeOf } from "@w2s/grad";
import {
  type AllocateFloats,
  floatArena,
  type TensorFile,
  tensorName,
} from "../formats/tensor-file.js";
import { withUsualNames } from "../formats/usual-names.js";
import { absentTensor, CONFIG_JSON, type ConfigSource } from "./absent-tensor.js";
import type { Family } from "./architecture.js";
import { type Holder, sharedBudget, type WeightBudget } from "./weight-budget.js";

/** What changes parameters as they are read: an adapter. */
export interface WeightChange {
  /** Changes a parameter's values where they are, by its architecture's name. */
  mergeInto(name: string, values: Float32Array): void;
  close(): void;
}

/** What of a family says how its parameters are called. */
type Named = Pick<Family, "storedNames" | "head"> & {
  readonly embedding: Pick<Family["embedding"], "table">;
};

export class WeightStore implements Holder {
  private readonly kept = new Map<string, NdArray>();
  private readonly file: TensorFile;
  /** What the file itself calls its tensors. */
  private readonly ownNames: () => readonly string[];

  /** @throws InputError as `withUsualNames` */
  constructor(
    file: TensorFile,
    private readonly family: Named,
    private readonly source: ConfigSource = CONFIG_JSON,
    private readonly budget: WeightBudget = sharedBudget,
    private readonly change: WeightChange | null = null,
  ) {
    this.file = withUsualNames(file);
    this.ownNames = () => [...file.tensors.keys()];
  }

  /**
   * Reads the named parameters. All shapes are checked before the first is read. Of a matrix with a
   * row for each token those that only fill it up to a multiple are left out.
   * @throws InputError for a missing tensor, a wrong shape, a type that is not a float, or
   * embeddings that serve as output matrix beside another one.
   */
  load(shapes: Readonly<Record<string, Shape>>): Readonly<Record<string, NdArray>> {
    const names = Object.entries(shapes).map(
      ([name, shape]) => [name, this.checked(name, shape)] as const,
    );
    const missing = Object.entries(shapes).filter(([name]) => !this.kept.has(name));
    const allocate = floatArena(
      missing.reduce((total, [, shape]) => total + sizeOf(shape.map(Number)), 0),
    );
    const loaded = Object.fromEntries(
      names.map(([name, stored]) => [
        name,
        this.read(name, stored, Number(shapes[name]![0]), allocate),
      ]),
    );
    this.budget.use(this);
    return loaded;
  }

  heldBytes(): number {
    return [...this.kept.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  }

  /** Lets go of the weights; whoever has some keeps them, and what is asked for is read again. */
  release(): void {
    this.kept.clear();
  }

  close(): void {
    this.budget.forget(this);
    this.file.close();
    this.change?.close();
  }

  /** The parameter's name in the file. */
  private checked(name: string, shape: Shape): string {
    const { tensors, label } = this.file;
    const stored = this.storedName(name);
    const found = stored === undefined ? undefined : tensors.get(stored)?.shape;
    if (stored === undefined || !found)
      throw absentTensor(label, this.ownNames(), this.family.storedNames(name), this.source);
    const rows = this.hasTokens(name) ? filledUp(found[0]!, Number(shape[0])) : found[0];
    const held = [rows, ...found.slice(1)];
    if (found.length !== shape.length || held.some((dim, i) => dim !== shape[i])) {
      throw new InputError(
        `${label}: ${tensorName(stored)} must be [${shape.join(", ")}] as ` +
          `${this.source.says}, got [${found.join(", ")}]`,
      );
    }
    return stored;
  }

  /** Whether a parameter has a row for each token. */
  private hasTokens(name: string): boolean {
    return name === this.family.embedding.table || name === this.family.head?.matrix;
  }

  /** Of the names that a checkpoint may give a parameter, the one that the file has. */
  private storedName(name: string): string | undefined {
    return this.family.storedNames(name).find((candidate) => this.file.tensors.has(candidate));
  }

  /** @param rows of what is stored, those that the model has; what fills it up is left out */
  private read(name: string, stored: string, rows: number, allocate: AllocateFloats): NdArray {
    const known = this.kept.get(name);
    if (known) return known;
    const read = this.file.read(stored, allocate);
    const whole = isDouble(read) ? rounded(read, allocate) : read;
    if (!isFloat(whole)) {
      throw new InputError(
        `${this.file.label}: ${tensorName(stored)} must hold floats, got ` +
          `${this.file.tensors.get(stored)!.stored}; save the model as F32, F16 or BF16`,
      );
    }
    const array = this.hasTokens(name) ? firstRows(whole, rows) : whole;
    if (name === this.family.head?.matrix) this.refuseOtherHead(stored, array);
    this.change?.mergeInto(name, array.data);
    this.kept.set(name, array);
    return array;
  }

  /**
   * Some checkpoints have the embeddings once more as the output matrix, which is well; another
   * matrix there is taken by transformers 5 and passed over by 4. Stored in other widths, the
   * same matrix is the same but for rounding; quantised, in a GGUF, it is not the same numbers.
   */
  private refuseOtherHead(table: string, { data }: NdArray): void {
    const { twin } = this.family.head ?? {};
    const other = twin == null ? undefined : this.storedName(twin);
    const { tensors, label } = this.file;
    if (other === undefined) return;
    const [own, second] = [tensors.get(table)!.stored, tensors.get(other)!.stored];
    if (own !== second && (isQuantised(own) || isQuantised(second))) return;
    const same = own === second ? isSame : isRounded;
    if (same(data, this.file.read(other).data.subarray(0, data.length))) return;
    throw new InputError(
      `${label}: ${tensorName(other)} is not ${tensorName(table)}, as "tie_word_embeddings" of ` +
        "config.json says; set it to false, or take the tensor out",
    );
  }
}

/** What trainers fill a vocabulary up to a multiple of, so that it divides well. */
const MULTIPLES = [8, 16, 32, 64, 128, 256, 512, 1024];

/**
 * The rows of `tokens` tokens in a matrix of `stored` rows: as many, where the rest only fills them
 * up to a multiple; else all that it has.
 */
const filledUp = (stored: number, tokens: number): number =>
  MULTIPLES.some((multiple) => Math.ceil(tokens / multiple) * multiple === stored)
    ? tokens
    : stored;

/** The first rows, where they are; nobody looks up the rest. */
function firstRows({ data, shape }: NdArray<"float32">, rows: number): NdArray<"float32"> {
  const [stored = 0, ...rest] = shape;
  return ndarray(data.subarray(0, (data.length / stored) * rows), [rows, ...rest]);
}

/** Whether elements are stored in blocks that share a scale. */
const isQuantised = (stored: string): boolean => !/^B?F\d+$/.test(stored);

/** Whether both are the same but for the rounding of bfloat16, the coarsest of all. */
function isRounded(a: NdArray["data"], b: NdArray["data"]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const [one, two] = [Number(a[i]), Number(b[i])];
    if (Math.abs(one - two) > Math.abs(one) / 128 + 1e-7) return false;
  }
  return true;
}

/** Whether both are the same floats, of whatever width they are read. */
function isSame(a: NdArray["data"], b: NdArray["data"]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (!Object.is(Math.fround(Number(a[i])), Math.fround(Number(b[i])))) return false;
  }
  return true;
}

const isFloat = (array: NdArray): array is NdArray<"float32"> => array.dtype === "float32";

const isDouble = (array: NdArray): array is NdArray<"float64"> => array.dtype === "float64";

/** Doubles as floats. */
function rounded({ data, shape }: NdArray<"float64">, allocate: AllocateFloats) {
  const floats = allocate(data.length);
  floats.set(data);
  return ndarray(floats, shape);
}
