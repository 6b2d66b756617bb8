// A GGUF in several files, as llama.cpp's gguf-split writes it: the metadata is in the first, and
// every part holds some of the tensors.

import { InputError } from "@w2s/base";
import { type GgufFile, openGguf } from "./gguf.js";
import { entryOf, type TensorInfo, tensorName } from "./tensor-file.js";

/**
 * Opens the files of one GGUF, in order, as one.
 * @throws InputError as `openGguf`, and for files that are not the parts of one, whole
 */
export function openGgufParts(paths: readonly string[]): GgufFile {
  const parts: GgufFile[] = [];
  const close = () => {
    for (const part of parts) part.close();
  };
  try {
    for (const path of paths) parts.push(openGguf(path));
    return { ...joined(parts), close };
  } catch (error) {
    close();
    throw error;
  }
}

function joined(parts: readonly GgufFile[]): GgufFile {
  const first = parts[0]!;
  checkNumbers(parts);
  if (parts.length === 1) return first;
  const homes = new Map<string, GgufFile>();
  const tensors = new Map<string, TensorInfo>();
  for (const part of parts) {
    for (const [name, tensor] of part.tensors) {
      if (homes.has(name))
        throw new InputError(`${part.label}: tensor ${tensorName(name)} is in another part too`);
      homes.set(name, part);
      tensors.set(name, tensor);
    }
  }
  const count = first.values.get("split.tensors.count");
  if (count !== undefined && Number(count) !== tensors.size) {
    throw new InputError(
      `${first.label}: must have ${count} tensors in ${parts.length} files, got ${tensors.size}`,
    );
  }
  return {
    ...first,
    tensors,
    read: (name, allocate) => entryOf(first.label, homes, name).read(name, allocate),
  };
}

/** Numbers count from 0; a file that is no part says none. */
function checkNumbers(parts: readonly GgufFile[]): void {
  for (const [i, { label, values }] of parts.entries()) {
    const count = Number(values.get("split.count") ?? 1);
    const number = Number(values.get("split.no") ?? 0);
    if (count === parts.length && number === i) continue;
    throw new InputError(
      `${label}: is part ${number + 1} of ${count}, expected part ${i + 1} of ${parts.length}; ` +
        "are its name and its neighbours those that it was split with?",
    );
  }
}
