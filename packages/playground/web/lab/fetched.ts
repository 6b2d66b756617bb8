// What the worker fetches from where the page lies, and from nowhere else.

import { InputError } from "@w2s/base";

/** A file's bytes. @throws InputError with one line: which file could not be had, and why */
export async function fetched(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const name = url.split("/").slice(-2).join("/");
  const response = await fetch(url).catch((cause: unknown) => {
    throw new InputError(`${name} cannot be fetched: is the network there? Try again`, { cause });
  });
  if (!response.ok) {
    throw new InputError(
      `${name} cannot be fetched (${response.status}): the page's folder is not whole; write it ` +
        "again with w2s playground",
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** The same, unpacked: some servers unpack on their way what they know as packed. */
export async function fetchedPacked(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await fetched(url);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isPacked) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
