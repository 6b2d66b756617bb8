// Tweets by whether they are hateful; texts and labels lie line by line in two files;
// eight tweets are blank, and left out.

import { linesOf } from "./files.js";
import type { TaskRecipe } from "./task-recipe.js";

export const tweetevalHate: TaskRecipe = {
  name: "tweeteval_hate",
  asks: "whether a tweet is hateful towards women or immigrants",
  files: [
    "train_text.txt",
    "train_labels.txt",
    "val_text.txt",
    "val_labels.txt",
    "test_text.txt",
    "test_labels.txt",
  ],
  parts: { source: tweetsIn("train"), validation: tweetsIn("val"), test: tweetsIn("test") },
  task: { kind: "table", options: { text: "text", label: "label" } },
  metric: "accuracy",
  source: "TweetEval (Barbieri et al. 2020), hate: SemEval 2019 task 5 (Basile et al. 2019)",
  licence: "terms of the original task and of Twitter; contains offensive text",
};

function tweetsIn(part: string) {
  return (folder: string) => {
    const labels = linesOf(folder, `${part}_labels.txt`);
    const tweets = linesOf(folder, `${part}_text.txt`);
    return tweets
      .map((text, i) => ({ text, label: labels[i] }))
      .filter(({ text }) => text.trim() !== "");
  };
}
