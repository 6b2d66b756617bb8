// Consultancy and debate in words, all roles played by one very small model: 200 questions about
// short dialogues, three options each. See docs/results/debate-in-words.md.
//
//   npm install --ignore-scripts node-llama-cpp@3
//   w2s run studies/debate-in-words.study.ts
//
// Data and model come from W2S_SHARED (default: ../shared beside the repository).

import { readFileSync } from "node:fs";
import { chat, choices, consultancy, debate, naive, rows, study } from "w2s";

const shared = process.env.W2S_SHARED ?? new URL("../../shared", import.meta.url).pathname;
type Dialogue = [turns: string[], questions: object[], id: string];

/** The first `most` questions of a published file whose dialogues have at most 500 characters. */
const short = (part: string, most?: number) =>
  rows(`dream-${part}`, () => {
    const read = readFileSync(`${shared}/data/dream/${part}.json`, "utf8");
    const dialogues = (JSON.parse(read) as Dialogue[]).map(([turns, questions, id]) => ({
      dialogue: turns.join("\n"),
      questions,
      id,
    }));
    return dialogues
      .filter(({ dialogue }) => dialogue.length <= 500)
      .flatMap(({ dialogue, questions, id }) =>
        questions.map((question) => ({ ...question, dialogue, id })),
      )
      .slice(0, most);
  });

const gguf = `${shared}/models/SmolLM2-135M-Instruct-GGUF/SmolLM2-135M-Instruct.Q4_1.gguf`;
const smol = chat({ gguf, orders: 3, argumentTokens: 60, as: "SmolLM2" });

export default study({
  name: "debate-in-words",
  task: choices(short("train", 24), {
    name: "dream",
    question: "{dialogue}\n{question}",
    choices: "choice",
    answer: "answer",
    together: 3,
    test: short("test"),
    // Drawn at random, by the task's own seed. What is not test only has to be there.
    limit: 200,
    splits: { validation: 0.3 },
  }),
  supervisors: [
    smol,
    consultancy(smol, { by: smol, position: "chosen", as: "consultancy, its own choice" }),
    consultancy(smol, { by: smol, position: "assigned", as: "consultancy, assigned" }),
    debate(smol, { by: [smol, smol], as: "debate" }),
  ],
  // The supervisors are what is looked at. Without shots the student hears nothing of their labels:
  // it is the same model asked in one order of the options.
  students: chat({ gguf, as: "SmolLM2, one order" }),
  methods: naive(),
  seeds: 1,
  arms: "none",
});
