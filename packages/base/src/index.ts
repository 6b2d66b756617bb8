// @w2s/base: what every layer shares. It knows nothing of tensors, models or studies.

export { removeDrafts, replaceFile, writeFileWhole } from "./atomic-file.js";
export { checkOptions } from "./check-options.js";
export { didYouMean } from "./did-you-mean.js";
export { InputError, InternalError } from "./errors.js";
export { check, checkJson, readJson } from "./json.js";
export { money } from "./money.js";
export { complaint } from "./schema-message.js";
export { shownValue } from "./shown-value.js";
export { clip, fit, pad, plain, widthOf } from "./text-width.js";
