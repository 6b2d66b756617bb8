// @w2s/lab/labelling: what people's answers are kept as, line by line, and how far they agree; and
// which files have something to label.

export type {
  AnnotatorAgreement,
  AnswerLine,
  ItemLine,
  SessionArm,
  SessionLine,
  Vote,
} from "./supervisors/index.js";
export {
  annotatorAgreement,
  answerProbabilities,
  exampleHash,
  isAnswer,
  isItemLine,
  sessionArms,
  sessionLine,
  shownAgreement,
} from "./supervisors/index.js";
export { knownFormat } from "./tasks/index.js";
