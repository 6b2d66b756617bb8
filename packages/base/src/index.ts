// @w2s/base: what every layer shares. It knows nothing of tensors, models or studies.

export { type FileContent, removeDrafts, replaceFile, writeFileWhole } from "./atomic-file.js";
export { checkOptions } from "./check-options.js";
export { didYouMean } from "./did-you-mean.js";
export { InputError, InternalError } from "./errors.js";
export { fitApart } from "./fit-apart.js";
export { homeFolder } from "./home-folder.js";
export { check, checkJson, foreignNumber, readJson } from "./json.js";
export { parseJsonText, parseWrittenJson } from "./json-text.js";
export { lfsPointer } from "./lfs-pointer.js";
export { makeFolder, makeFolderSync } from "./make-folder.js";
export { money } from "./money.js";
export { writeNewFiles } from "./new-files.js";
export { packageFile } from "./package-file.js";
export { hostLabel, isAlive } from "./process.js";
export { Rate } from "./rate.js";
export { readText, unreadable } from "./read-text.js";
export { complaint } from "./schema-message.js";
export { shownUncalled, shownValue } from "./shown-value.js";
export {
  bytes,
  clock,
  count,
  counted,
  listed,
  minute,
  plural,
  rateText,
  roughly,
  sizeInBytes,
} from "./text.js";
export { clip, fit, pad, plain, widthOf } from "./text-width.js";
