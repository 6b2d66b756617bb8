// What the page does not carry: readers and writers of files that a browser has none of, and Node's
// own runtime and threads. The lab loads without them; a call says so.

export function absent(): never {
  throw new Error("the playground reads and writes no files: run this study with w2s run");
}

class Absent {
  constructor() {
    absent();
  }
}

// hyparquet, hyparquet-writer, hyparquet-compressors, csv-parse, node:zlib, node:stream,
// node:buffer, node:child_process, node:readline, node:timers/promises, node:url
export {
  absent as asyncBufferFromFile,
  absent as createGunzip,
  absent as createInterface,
  absent as execFileSync,
  absent as fileWriter,
  absent as gunzipSync,
  absent as isUtf8,
  absent as parquetMetadata,
  absent as parquetMetadataAsync,
  absent as parquetRead,
  absent as parquetReadObjects,
  absent as parquetSchema,
  absent as parquetWriteBuffer,
  absent as parse,
  absent as pathToFileURL,
  absent as pipeline,
  absent as schemaFromColumnData,
  absent as setTimeout,
  absent as spawn,
};
export const compressors = {};

// chess.js, node:stream, node:worker_threads
export {
  Absent as Chess,
  Absent as CsvError,
  Absent as ParquetWriter,
  Absent as Readable,
  Absent as Worker,
};

// onnxruntime-node: what runs programs is handed to the lab
export const env = { versions: { common: "none" } };
export { Absent as Tensor };
export const InferenceSession = { create: absent };
