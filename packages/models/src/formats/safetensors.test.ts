import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type NdArray, ndarray } from "@w2s/grad";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import {
  decodeSafetensors,
  openSafetensors,
  openSafetensorsIndex,
  shardsOf,
} from "./safetensors-read.js";
import { encodeSafetensors, safetensorsPieces, writeSafetensors } from "./safetensors-write.js";
import { readAll } from "./tensor-file.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("safetensors");
});

/** A file from a header written by hand. */
function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const out = new Uint8Array(8 + json.length + data.length);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  out.set(data, 8 + json.length);
  return out;
}

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

const smallArray: fc.Arbitrary<NdArray> = fc.oneof(
  fc.float32Array({ maxLength: 6 }).map((data) => ndarray(data, [data.length])),
  fc.float64Array({ maxLength: 6 }).map((data) => ndarray(data, [data.length, 1])),
  fc.int32Array({ maxLength: 6 }).map((data) => ndarray(data, [1, data.length])),
  fc.bigInt64Array({ maxLength: 6 }).map((data) => ndarray(data, [data.length])),
  fc
    .array(fc.integer({ min: 0, max: 1 }))
    .map((data) => ndarray(Uint8Array.from(data), [data.length])),
);
const names = fc
  .string({ minLength: 1 })
  .filter((name) => name !== "__metadata__" && name !== "__proto__");
const arrayMaps = fc.array(fc.tuple(names, smallArray)).map((entries) => new Map(entries));

describe("encodeSafetensors and decodeSafetensors", () => {
  it("give back every array and the metadata", () => {
    fc.assert(
      fc.property(arrayMaps, fc.dictionary(names, fc.string()), (arrays, metadata) => {
        const file = decodeSafetensors(encodeSafetensors(arrays, { metadata }), "memory");
        expect(readAll(file).size).toBe(arrays.size);
        for (const [name, array] of arrays) expect(file.read(name)).toEqual(array);
        expect({ ...file.metadata }).toEqual({ ...metadata });
      }),
    );
  });

  it("write the same bytes to a file, and never over one", async () => {
    const arrays = {
      wide: ndarray(Float64Array.of(1, 2), [2]),
      half: ndarray(Float32Array.of(0.5, 3), [2]),
      none: ndarray(new Int32Array(0), [0]),
    };
    const path = join(folder, "written.safetensors");
    for (const floats of ["F32", "F16"] as const) {
      await writeSafetensors(path, arrays, { floats, metadata: { by: "w2s" } });
      const encoded = encodeSafetensors(arrays, { floats, metadata: { by: "w2s" } });
      expect(new Uint8Array(readFileSync(path))).toEqual(encoded);
      await expect(writeSafetensors(path, arrays)).rejects.toThrow("EEXIST");
      rmSync(path);
    }
  });

  it("give the same bytes whatever the order of the arrays", () => {
    fc.assert(
      fc.property(arrayMaps, (arrays) => {
        const backwards = new Map([...arrays].reverse());
        expect(encodeSafetensors(backwards)).toEqual(encodeSafetensors(arrays));
      }),
    );
  });

  it("lay tensors at multiples of their elements' width: float32 is read without a copy", () => {
    const bytes = encodeSafetensors({
      flag: ndarray(Uint8Array.of(1), [1]),
      value: ndarray(Float32Array.of(1.5, 2.5), [2]),
      wide: ndarray(Float64Array.of(3), []),
    });
    const read = decodeSafetensors(bytes, "memory").read("value");
    expect(read.data.buffer).toBe(bytes.buffer);
    expect([...(read.data as Float32Array)]).toEqual([1.5, 2.5]);
  });

  it("store float32 as half floats on request", () => {
    const file = decodeSafetensors(
      encodeSafetensors({ x: ndarray(Float32Array.of(0.1, -2), [2]) }, { floats: "F16" }),
      "memory",
    );
    expect(file.tensors.get("x")?.stored).toBe("F16");
    expect([...(file.read("x").data as Float32Array)]).toEqual([0.0999755859375, -2]);
  });
});

describe("safetensorsPieces", () => {
  it("are the same bytes, none too large, and no copies where nothing is converted", () => {
    const odd = ndarray(new Float64Array([1, 2, 3]), [3]);
    const half = ndarray(new Float32Array([1, -2.5, 3, 4, 5]), [5]);
    for (const floats of ["F32", "F16"] as const) {
      const [header, ...pieces] = safetensorsPieces({ odd, half }, { floats }, 8);
      expect(pieces.map(({ length }) => length)).toEqual(
        floats === "F32" ? [8, 8, 8, 8, 8, 4] : [8, 8, 8, 8, 2],
      );
      expect(pieces[0]!.buffer).toBe(odd.data.buffer);
      const whole = encodeSafetensors({ odd, half }, { floats });
      expect(Buffer.concat([header!, ...pieces]).equals(whole)).toBe(true);
    }
  });
});

describe("decodeSafetensors", () => {
  it("converts a tensor that is larger than what is converted at a time", () => {
    // 2^23 halves, or 2^24 bytes, are converted at a time; 1.5 lies on both sides of the seam.
    const at = [0, 2 ** 23 - 1, 2 ** 23, 2 ** 23 + 2];
    const values = new Float32Array(2 ** 23 + 3);
    for (const i of at) values[i] = 1.5;
    const file = decodeSafetensors(
      encodeSafetensors({ values: ndarray(values, [values.length]) }, { floats: "F16" }),
      "memory",
    );
    const read = file.read("values").data as Float32Array;
    expect(read.length).toBe(values.length);
    expect(at.map((i) => read[i])).toEqual([1.5, 1.5, 1.5, 1.5]);
    expect(read.reduce((sum, value) => sum + value)).toBe(6);
  });

  it("widens half floats and small integers", () => {
    const header = {
      half: { dtype: "F16", shape: [1], data_offsets: [0, 2] },
      brain: { dtype: "BF16", shape: [1], data_offsets: [2, 4] },
      short: { dtype: "I16", shape: [1], data_offsets: [4, 6] },
      byte: { dtype: "U8", shape: [2], data_offsets: [6, 8] },
    };
    const file = decodeSafetensors(
      fileOf(header, Uint8Array.of(0, 0x3c, 0x80, 0x3f, 0xff, 0xff, 7, 200)),
      "m",
    );
    expect(file.read("half")).toEqual(ndarray(Float32Array.of(1), [1]));
    expect(file.read("brain")).toEqual(ndarray(Float32Array.of(1), [1]));
    expect(file.read("short")).toEqual(ndarray(Int32Array.of(-1), [1]));
    expect(file.read("byte")).toEqual(ndarray(Int32Array.of(7, 200), [2]));
  });

  it("names a near miss for a tensor that is not there", () => {
    const file = decodeSafetensors(
      encodeSafetensors({ weight: ndarray(Float32Array.of(1), [1]) }),
      "a.st",
    );
    expect(() => file.read("weigth")).toThrow('a.st: no tensor "weigth"; did you mean "weight"?');
  });

  it.each<[string, Uint8Array, string | RegExp]>([
    ["an empty file", new Uint8Array(0), "bad.st: expected a safetensors file, got 0 bytes"],
    [
      "a file of another format",
      new TextEncoder().encode("PK\x03\x04abcdefgh"),
      "is it another format?",
    ],
    [
      "the pointer of Git LFS",
      new TextEncoder().encode(
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
      ),
      "bad.st: is the pointer of Git LFS, not the file; fetch it with git lfs pull",
    ],
    [
      "a header longer than the file",
      fileOf({}).subarray(0, 9),
      "bad.st: truncated: the header needs 10 bytes, the file has 9",
    ],
    [
      "a header that is not JSON",
      fileOf("{nope"),
      'bad.st: header: expected JSON, got text that begins "{nope"',
    ],
    [
      "a header that is not UTF-8",
      // The second byte of "\u00e9" is gone.
      Uint8Array.of(...fileOf({ "\u00e9": 1 }).filter((byte) => byte !== 0xa9), 32),
      "bad.st: header: must be UTF-8, got other bytes",
    ],
    [
      "a header that is not an object",
      fileOf("[]"),
      "bad.st: header: must be an object, got a list",
    ],
    [
      "an entry without offsets",
      fileOf({ x: { dtype: "F32", shape: [1] } }),
      'bad.st: header: "x.data_offsets" must be given',
    ],
    [
      "a negative dimension",
      fileOf({ x: { dtype: "F32", shape: [-1], data_offsets: [0, 4] } }, new Uint8Array(4)),
      '"x.shape.0"',
    ],
    [
      "an unknown type",
      fileOf({ x: { dtype: "F4", shape: [1], data_offsets: [0, 1] } }, new Uint8Array(1)),
      'bad.st: tensor "x" is stored as F4; supported are F64, F32, F16, BF16',
    ],
    [
      "a header filled up with NUL",
      fileOf(`${JSON.stringify({ x: f32(0, 4) })}\0\0\0`, new Uint8Array(4)),
      "bad.st: the header is filled up with NUL, where the format has blanks; write the file again",
    ],
    [
      "a long name of a damaged file, cut",
      fileOf({ ["\x1b[2J".repeat(100)]: f32(0, 8, [3]) }, new Uint8Array(8)),
      /^bad\.st: tensor "(\\u001b\[2J){30}\.\.\." of shape \[3\] in F32 needs 12 bytes, got 8$/,
    ],
    [
      "the same in the form of an entry, cut",
      fileOf({ ["\x1b[2J".repeat(100)]: 7 }),
      /^bad\.st: header: "(\\u001b\[2J){30}\.\.\." must be an object, got 7$/,
    ],
    [
      "a length that does not fit the shape",
      fileOf({ x: f32(0, 8, [3]) }, new Uint8Array(8)),
      'bad.st: tensor "x" of shape [3] in F32 needs 12 bytes, got 8',
    ],
    [
      "offsets that run backwards",
      fileOf({ x: { dtype: "F32", shape: [1], data_offsets: [8, 4] } }, new Uint8Array(8)),
      'tensor "x" of shape [1] in F32 needs 4 bytes, got -4',
    ],
    [
      "overlapping tensors",
      fileOf({ x: f32(0, 8), y: f32(4, 12) }, new Uint8Array(12)),
      'bad.st: tensor "y" overlaps the one before it',
    ],
    [
      "a hole",
      fileOf({ x: f32(0, 4), y: f32(8, 12) }, new Uint8Array(12)),
      'tensor "y" leaves a hole before it',
    ],
    ["data cut off", fileOf({ x: f32(0, 8) }, new Uint8Array(5)), "bad.st: truncated: needs"],
    [
      "bytes after the end",
      fileOf({ x: f32(0, 4) }, new Uint8Array(5)),
      "1 bytes follow the last tensor",
    ],
    [
      "metadata that is not text",
      fileOf({ __metadata__: { a: 1 } }),
      '"__metadata__.a" must be a text, got 1',
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, "bad.st")).toThrow(message);
  });

  it("refuses to write as F16 what would become infinite there", () => {
    const one = (value: number) => ({ x: ndarray(Float32Array.of(1, value), [2]) });
    for (const value of [65_519, -65_519, Number.POSITIVE_INFINITY, Number.NaN])
      encodeSafetensors(one(value), { floats: "F16" });
    for (const value of [65_520, -1e6])
      expect(() => encodeSafetensors(one(value), { floats: "F16" })).toThrow(
        `safetensors: "x" has ${value}, and F16 ends at 65504; store it as F32`,
      );
    expect(() => encodeSafetensors(one(1e6))).not.toThrow();
  });

  it("reads the tensors beside one of a type that is not read, and refuses that", () => {
    const bytes = fileOf(
      { x: { dtype: "F8_E4M3", shape: [4], data_offsets: [0, 4] }, y: f32(4, 8) },
      new Uint8Array(8),
    );
    const file = decodeSafetensors(bytes, "mixed.st");
    expect(file.read("y").data).toEqual(Float32Array.of(0));
    expect(() => file.read("x")).toThrow(
      'mixed.st: tensor "x" is stored as F8_E4M3, which is not read; save a model',
    );
  });

  it("refuses any prefix of a file, never with anything but an InputError", () => {
    const whole = encodeSafetensors({
      a: ndarray(Float32Array.of(1, 2), [2]),
      b: ndarray(Int32Array.of(3), []),
    });
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeSafetensors(whole.subarray(0, length), "cut")).toThrow(
        expect.objectContaining({ name: "InputError" }),
      );
    }
  });

  it("reads a file with one byte of its header changed, or refuses it with an InputError", () => {
    const whole = encodeSafetensors({
      a: ndarray(Float32Array.of(1, 2), [2]),
      b: ndarray(Int32Array.of(3), []),
    });
    fc.assert(
      fc.property(fc.nat(whole.length - 13), fc.nat(255), (at, byte) => {
        const changed = Uint8Array.from(whole);
        changed[at] = byte;
        try {
          readAll(decodeSafetensors(changed, "changed"));
        } catch (error) {
          expect(error).toMatchObject({ name: "InputError" });
        }
      }),
    );
  });
});

describe("openSafetensors", () => {
  it("reads a tensor at a time from a file", () => {
    const path = join(folder, "a.safetensors");
    writeFileSync(
      path,
      encodeSafetensors({ a: ndarray(Float32Array.of(1, 2), [2]) }, { metadata: { by: "w2s" } }),
    );
    const file = openSafetensors(path);
    expect(file.read("a")).toEqual(ndarray(Float32Array.of(1, 2), [2]));
    expect(file.metadata).toEqual({ by: "w2s" });
    file.close();
  });

  it("refuses a missing file and a folder", () => {
    const missing = join(folder, "missing.safetensors");
    expect(() => openSafetensors(missing)).toThrow(`${missing}: cannot be read: no such file`);
    expect(() => openSafetensors(folder)).toThrow(`${folder}: expected a file, got a folder`);
  });
});

describe("openSafetensorsIndex", () => {
  const write = (name: string, content: Uint8Array | string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it("reads shards as one file", () => {
    write("m-1.safetensors", encodeSafetensors({ a: ndarray(Float32Array.of(1), [1]) }));
    write("m-2.safetensors", encodeSafetensors({ b: ndarray(Float32Array.of(2), [1]) }));
    const weight_map = { a: "m-1.safetensors", b: "m-2.safetensors" };
    const index = write(
      "m.safetensors.index.json",
      JSON.stringify({ metadata: { total_size: 8 }, weight_map }),
    );
    const file = openSafetensorsIndex(index);
    expect([...file.tensors.keys()]).toEqual(["a", "b"]);
    expect(file.read("b")).toEqual(ndarray(Float32Array.of(2), [1]));
    expect(shardsOf(index)).toEqual(["m-1.safetensors", "m-2.safetensors"]);
    file.close();
  });

  it.runIf(existsSync("/proc/self/fd"))("leaves no file open when it refuses", () => {
    write("n-1.safetensors", encodeSafetensors({ a: ndarray(Float32Array.of(1), [1]) }));
    const weight_map = { a: "n-1.safetensors", b: "n-1.safetensors" };
    const index = write("n.safetensors.index.json", JSON.stringify({ weight_map }));
    const openFiles = () =>
      readdirSync("/proc/self/fd").flatMap((fd) => {
        const link = `/proc/self/fd/${fd}`; // That of the listing itself is gone by now.
        const target = existsSync(link) ? readlinkSync(link) : "";
        return target.includes("n-1.safetensors") ? [target] : [];
      });
    expect(() => openSafetensorsIndex(index)).toThrow('no tensor "b"');
    expect(openFiles()).toEqual([]);
  });

  it("refuses a tensor not where the index says, a shard elsewhere, a missing shard", () => {
    write("n-1.safetensors", encodeSafetensors({ a: ndarray(Float32Array.of(1), [1]) }));
    const index = (weight_map: object) =>
      write("n.safetensors.index.json", JSON.stringify({ weight_map }));
    expect(() => openSafetensorsIndex(index({ b: "n-1.safetensors" }))).toThrow(
      'no tensor "b", which',
    );
    expect(() => openSafetensorsIndex(index({ b: "../n-1.safetensors" }))).toThrow(
      "must be a file beside the index",
    );
    expect(() => openSafetensorsIndex(index({ b: "n-9.safetensors" }))).toThrow("no such file");
  });
});
