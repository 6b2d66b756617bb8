export { Asker, foreseenAnswer } from "./answer-step.js";
export { letters, parsedAnswer, saidOf } from "./choice.js";
export { type ChoiceQuestion, chosen, howToAnswer } from "./choose.js";
export { checkKeyName, type ServiceOptions, serviceSchema, type Who, whoOf } from "./options.js";
export { findFile, Served } from "./served.js";
export {
  type Answer,
  type Constraint,
  constraints,
  type Message,
  type Question,
} from "./service.js";
export { someAtOnce } from "./waiting.js";
