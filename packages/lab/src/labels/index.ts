export { mostProbable, optionSaid } from "../most-probable.js";
export { type AnswerReader, answerReader, probabilitiesOption } from "./answer-reader.js";
export { decodeLabels, encodeLabels, float32, int32, labelsCodec } from "./codec.js";
export { distribution } from "./distribution.js";
export {
  answerLabels,
  answersOf,
  type Hardness,
  harden,
  type Labels,
  labelledAmong,
  labelsOf,
  labelsOn,
  oneHotLabels,
  placesOf,
  probabilitiesAt,
} from "./labels.js";
export { nearId } from "./near-id.js";
export { AnswerOptions, RightAnswers } from "./options.js";
export { FitRows, fitRows, joinedOnce, joinRows, Rows } from "./rows.js";
export { labelsFrom } from "./said.js";
export { truthLabels } from "./truth.js";
