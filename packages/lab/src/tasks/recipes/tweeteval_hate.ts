// Tweets by whether they are hateful; eight tweets are blank, and left out.

import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";
import { tweetFiles, tweetsIn } from "./tweets.js";

export const tweetevalHate: TaskRecipe = {
  name: "tweeteval_hate",
  asks: "whether a tweet is hateful towards women or immigrants",
  releases: [
    filesNamed({
      name: "published",
      files: tweetFiles("train", "val", "test"),
      parts: { source: tweetsIn("train"), validation: tweetsIn("val"), test: tweetsIn("test") },
    }),
  ],
  task: { kind: "table", options: { text: "text", label: "label" } },
  metric: "accuracy",
  source: "TweetEval (Barbieri et al. 2020), hate: SemEval 2019 task 5 (Basile et al. 2019)",
  licence: "terms of the original task and of Twitter; contains offensive text",
};
