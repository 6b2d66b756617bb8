// The paper's chess setting (Burns et al. 2023, section 4.2 and appendix A), small: blocks of
// SmolLM2 learn to say the best move of Lichess' puzzles; five epochs and no early stopping.
//
//   w2s run studies/chess.study.ts --models FOLDER_WITH_MODELS
//
// The data come from W2S_SHARED (default: ../shared beside the repository).

import { finetune, model, recipe, study } from "w2s";

const data = `${process.env.W2S_SHARED ?? "../../shared"}/data`;
const smollm2 = model("HuggingFaceTB/SmolLM2-135M-Instruct", { as: "SmolLM2" });

const taught = (layers: number, blocks: number) =>
  finetune(smollm2.layer(layers), {
    blocks,
    epochs: 5,
    selection: "last",
    learningRate: 5e-4,
    answerTokens: 8,
  });

export default study({
  name: "chess",
  task: recipe("chess", `${data}/chess_puzzles`, { limit: 3000, splits: { test: 0.2 } }),
  supervisors: taught(2, 1),
  students: taught(8, 4),
  arms: ["untouched"],
  seeds: 1,
});
