export { decodeLabels, encodeLabels, float32, int32, labelsCodec } from "./codec.js";
export { hardLabels } from "./harden.js";
export {
  type Hardness,
  harden,
  type Labels,
  labelsOf,
  labelsOn,
  oneHotLabels,
  placesOf,
} from "./labels.js";
export { FitRows, fitRows, joinRows, Rows } from "./rows.js";
export { truthLabels } from "./truth.js";
