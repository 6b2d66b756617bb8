// Is a solution right? Solutions of a 175B model to school mathematics, judged by whether other
// models of several sizes came to the same answer (Cobbe et al. 2021, example solutions): each of
// those is an annotator, combined by majority and by Dawid and Skene.
//
//   w2s run studies/people/gsm8k.study.ts --models FOLDER_WITH_MODELS
//
// The data come from W2S_SHARED (default: ../shared beside the repository).

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { labels, model, probe, rows, study, table } from "w2s";

const folder = `${process.env.W2S_SHARED ?? "../../../shared"}/data/gsm8k_model_solutions`;
const file = `${folder}/example_model_solutions.jsonl`;
const minilm = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM" });
const judged = "175b_verification";
const annotators = ["6b_finetuning", "6b_verification", "175b_finetuning"];

interface Solution {
  readonly solution: string;
  readonly is_correct: boolean;
}
type Problem = Readonly<Record<string, Solution>> & { readonly question: never };

const problems = (baseDir: string): Problem[] =>
  readFileSync(resolve(baseDir, file), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** What a solution ends in. */
const answer = ({ solution }: Solution): string =>
  solution
    .split("A:")
    .at(-1)!
    .replaceAll(/[^\d.-]/g, "");

const solutions = rows("gsm8k", ({ baseDir }) =>
  problems(baseDir).map((problem, i) => ({
    id: String(i),
    text: `${problem.question}\n${problem[judged]!.solution}`,
    label: problem[judged]!.is_correct,
  })),
);

const votes = (by: readonly string[]) =>
  rows(by.join(" and "), ({ baseDir }) =>
    problems(baseDir).flatMap((problem, i) =>
      by.map((who) => ({
        id: String(i),
        who,
        same: answer(problem[who]!) === answer(problem[judged]!),
      })),
    ),
  );

export default study({
  name: "gsm8k-people",
  task: table(solutions, { name: "gsm8k", id: "id", text: "text", label: "label" }),
  supervisors: [
    ...annotators.map((who) => labels(votes([who]), { label: "same", as: `same as ${who}` })),
    labels(votes(annotators), { label: "same", annotator: "who", as: "majority" }),
    labels(votes(annotators), {
      label: "same",
      annotator: "who",
      combine: "dawid-skene",
      as: "Dawid-Skene",
    }),
  ],
  students: probe(minilm.layer(6)),
  seeds: 5,
});
