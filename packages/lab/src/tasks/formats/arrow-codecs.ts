// The two packings of Arrow's batches: LZ4, which Feather files have, and Zstandard.

import { CompressionType, compressionRegistry } from "apache-arrow";
import { compressors } from "hyparquet-compressors";
import { unpackLz4 } from "./lz4-frame.js";

/** Tells apache-arrow, which has none of its own, how batches are unpacked. */
export function registerCodecs(): void {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: unpackLz4 });
  compressionRegistry.set(CompressionType.ZSTD, {
    // The length stands in the frame. Numbers are read in place, so they begin at whole words.
    decode: (packed) => compressors.ZSTD!(packed, 0).slice(),
  });
}
