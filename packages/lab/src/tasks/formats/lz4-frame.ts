// A frame of LZ4, as Arrow's batches are packed by. The libraries for JavaScript do not stop at a
// damaged one: sixteen bytes took one a minute. Format: lz4_Frame_format.md and
// lz4_Block_format.md of https://github.com/lz4/lz4/tree/dev/doc

const MAGIC = 0x184d2204;
/** Bytes of a block at most, by its number in the frame's head. */
const BLOCK_MOST: readonly (number | undefined)[] = [
  ...[undefined, undefined, undefined, undefined],
  ...[1 << 16, 1 << 18, 1 << 20, 1 << 22],
];
/** A length that fills four bits goes on in bytes, as long as they are full. */
const [MORE, FULL] = [15, 255];
const SHORTEST_MATCH = 4;

/**
 * The frame's bytes unpacked. Sums are not checked.
 * @throws Error for bytes that are no frame, or a damaged one
 */
export function unpackLz4(frame: Uint8Array): Uint8Array {
  const source = new Source(frame);
  if (source.number(4) !== MAGIC) throw new Error("a packed block is not LZ4");
  const flags = source.number(1);
  if (flags >> 6 !== 1) throw new Error("a packed block is of another version of LZ4");
  const blockMost = BLOCK_MOST[(source.number(1) >> 4) & 7];
  if (blockMost === undefined) throw damaged();
  const [hasBlockSums, hasSize, hasDictionary] = [flags & 16, flags & 8, flags & 1];
  if (hasDictionary) throw new Error("a packed block needs a dictionary of LZ4");
  // The size and the head's own sum: the blocks say themselves how long they are.
  source.skip((hasSize ? 8 : 0) + 1);
  const result = new Result();
  for (let size = source.number(4); size !== 0; size = source.number(4)) {
    const isPlain = size >= 2 ** 31;
    const block = new Source(source.take(isPlain ? size - 2 ** 31 : size));
    const most = result.length + blockMost;
    if (isPlain) result.put(block.take(block.left), most);
    else unpackBlock(block, result, most);
    if (hasBlockSums) source.skip(4);
  }
  return result.bytes();
}

/** Literals and copies of what came before, in turn; the last literals end the block. */
function unpackBlock(block: Source, result: Result, most: number): void {
  while (block.left > 0) {
    const token = block.number(1);
    result.put(block.take(length(token >> 4, block)), most);
    if (block.left === 0) return;
    const back = block.number(2);
    result.repeat(back, length(token & MORE, block) + SHORTEST_MATCH, most);
  }
}

function length(start: number, block: Source): number {
  if (start < MORE) return start;
  let sum = start;
  for (let more = FULL; more === FULL; sum += more) more = block.number(1);
  return sum;
}

const damaged = () => new Error("a block packed by LZ4 is damaged");

/** Bytes that are read one after another, never past their end. */
class Source {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  take(count: number): Uint8Array {
    this.skip(count);
    return this.bytes.subarray(this.at - count, this.at);
  }

  skip(count: number): void {
    if (count > this.left) throw damaged();
    this.at += count;
  }

  /** The lowest byte first. */
  number(count: number): number {
    this.skip(count);
    let sum = 0;
    for (let i = this.at - 1; i >= this.at - count; i -= 1) sum = sum * 256 + this.bytes[i]!;
    return sum;
  }
}

/** Bytes that grow. */
class Result {
  length = 0;
  private room = new Uint8Array(1 << 16);

  put(bytes: Uint8Array, most: number): void {
    this.grow(bytes.length, most);
    this.room.set(bytes, this.length - bytes.length);
  }

  /** Again what stands `back` bytes before the end; it may reach into what it writes. */
  repeat(back: number, count: number, most: number): void {
    if (back === 0 || back > this.length) throw damaged();
    this.grow(count, most);
    const from = this.length - count;
    for (let i = from; i < this.length; i += 1) this.room[i] = this.room[i - back]!;
  }

  bytes(): Uint8Array {
    return this.room.slice(0, this.length);
  }

  private grow(count: number, most: number): void {
    this.length += count;
    if (this.length > most) throw damaged();
    if (this.length <= this.room.length) return;
    const before = this.room;
    this.room = new Uint8Array(Math.max(2 * before.length, this.length));
    this.room.set(before);
  }
}
