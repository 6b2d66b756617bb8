// Names that columns of published data sets go by, and what they mean there. The earlier of a list
// is the surer.

import type { Column } from "./columns.js";

/** Of a list of one the list's name counts. */
const plainName = (name: string): string =>
  name
    .trim()
    .replace(/(\.0)+$/, "")
    .toLowerCase()
    .replaceAll(/[\s_.-]+/g, "_");

/** The first column of a list of names, in the order of the list. */
export function named(columns: readonly Column[], names: readonly string[]): Column | undefined {
  for (const name of names) {
    const found = columns.find((column) => plainName(column.name) === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether the column's name matches. */
export const isNamed = (column: Column, pattern: RegExp): boolean =>
  pattern.test(plainName(column.name));

/** Texts that are read together: the first is what the second is about. */
export const textPairs: readonly (readonly [string, string])[] = [
  ["context", "question"],
  ["passage", "question"],
  ["premise", "hypothesis"],
  ["context", "statement"],
  ["context", "hypothesis"],
  ["sentence1", "sentence2"],
  ["sentence_1", "sentence_2"],
  ["text1", "text2"],
  ["text_a", "text_b"],
  ["#1_string", "#2_string"],
  ["question1", "question2"],
  ["evidence", "claim"],
  ["query", "document"],
  ["question", "sentence"],
  ["prompt", "response"],
  ["prompt", "completion"],
  ["instruction", "response"],
  ["question", "response"],
  ["question", "answer"],
  ["scenario", "excuse"],
  ["title", "text"],
];

export const textNames: readonly string[] = [
  "text",
  "sentence",
  "statement",
  "content",
  "review",
  "review_text",
  "comment",
  "comment_text",
  "tweet",
  "message",
  "prompt",
  "document",
  "body",
  "question",
  "claim",
  "utterance",
  "scenario",
  "input",
  "post",
  "description",
  "title",
];

export const labelNames: readonly string[] = [
  "label",
  "labels",
  "gold_label",
  "gold",
  "class",
  "target",
  "y",
  "sentiment",
  "category",
  "answer",
  "verdict",
  "is_correct",
  "correct",
  "truth",
  "stance",
  "toxic",
  "toxicity",
  "relation",
  "output",
  "completion",
  "winner",
  "rating",
  "stars",
  "star_rating",
  "score",
];

export const questionNames: readonly string[] = [
  "question",
  "question_stem",
  "query",
  "ctx",
  "stem",
  "goal",
  "problem",
  "prompt",
  "instruction",
  "input",
  "sentence",
  "premise",
  "context",
];

/** What stands before a question: what it is asked about. */
export const contextNames: readonly string[] = [
  "context",
  "passage",
  "article",
  "dialogue",
  "story",
  "document",
  "support",
];

export const answerNames: readonly string[] = [
  "answer",
  "label",
  "labels",
  "answerkey",
  "answer_key",
  "answer_index",
  "answer_idx",
  "answer_id",
  "correct_answer_id",
  "correct_answer",
  "correct_option",
  "correct",
  "gold",
  "target",
  "cop",
  "winner",
  "preference",
  "preferred",
  "preferred_response",
  "better",
  "better_response",
  "better_response_id",
  "choice",
];

/** Of those, what says which of two texts somebody preferred. */
export const preferenceName = /^(winner|preference|preferred|better|choice$)/;

export const pairNames: readonly (readonly [string, string])[] = [
  ["chosen", "rejected"],
  ["preferred", "dispreferred"],
  ["preferred", "rejected"],
  ["better", "worse"],
  ["accepted", "rejected"],
  ["good", "bad"],
  ["winner", "loser"],
  ["win", "lose"],
  ["response_chosen", "response_rejected"],
  ["chosen_response", "rejected_response"],
  ["better_response", "worse_response"],
  ["chosen_value", "rejected_value"],
  ["chosen_content", "rejected_content"],
];

export const promptNames: readonly string[] = [
  "prompt",
  "question",
  "instruction",
  "query",
  "context",
  "input",
];

/** A score that people give: with a few values it is a label, and not what came of one. */
export const ratingName = /^(score|rating|stars?|star_rating)$/;
/** A row's own name. */
export const idName = /^(id|uid|uuid|guid|idx|index|key|row|qid|pid)$|_id$/;
/** Rows that belong together. */
export const groupName =
  /(^|_)(group|cluster|thread|session|conversation|dialog|user|speaker|topic)(_id)?$/;
/** Which part of a data set a row was published in. */
export const splitName = /^(split|set|fold|subset|partition|part)$/;
/** What came of the label, or explains it: a text with it would give the answer away. */
export const afterLabel =
  /pred|annotat|(^|_)(reason|explanation|rationale|justification|score|confidence|tag|note|url|link|date|time)s?(_|$)/;
