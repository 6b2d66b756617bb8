// The world: a small language with exact ground truth, to pretrain models in and to draw tasks
// from.

export type { Candidate, CandidateOptions, CandidateQuestion } from "./candidates.js";
export { candidateTask, worldCandidates } from "./candidates.js";
export { defaultMixture } from "./default-mixture.js";
export { heldOut } from "./held-out.js";
export type { Mixture, Practice } from "./mixture.js";
export { parseMixture, readMixture } from "./mixture.js";
export type { Form, MixtureInput } from "./mixture-schema.js";
export { mixtureSchema } from "./mixture-schema.js";
export { mixtureText } from "./mixture-text.js";
export { worldNotes } from "./notes.js";
export type { PartedSkill, Witness } from "./parts/index.js";
export { combineParts, partedSkills, problemParts, problemWitnesses } from "./parts/index.js";
export type { Problem, Skill } from "./problem.js";
export type { PartedProblem } from "./problems.js";
export { worldProblems } from "./problems.js";
export type { Sentence } from "./sentence.js";
export { sentenceAt, sentenceText } from "./sentence.js";
export type { SkillName } from "./skills/index.js";
export { skillNames, skills } from "./skills/index.js";
export type { WorldTaskName, WorldTaskOptions } from "./tasks.js";
export { choiceTaskNames, worldRows, worldTask, worldTaskNames } from "./tasks.js";
export type { WorldTokenizer } from "./tokenizer.js";
export { worldTokenizer } from "./tokenizer.js";
export { vocabulary } from "./vocabulary.js";
export type { WorldOptions } from "./write-world.js";
export { writeWorld } from "./write-world.js";
