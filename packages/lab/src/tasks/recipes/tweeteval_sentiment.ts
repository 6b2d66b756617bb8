// Tweets by their sentiment: negative, neutral, positive. Where training tweets are not at hand,
// those of test are divided. It stands for the paper's "Twitter Sentiment", whose release the paper
// does not name; binary, neutral tweets are left out.

import * as z from "zod";
import { onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";
import { tweetFiles, tweetsIn } from "./tweets.js";

export const tweetevalSentiment: TaskRecipe = {
  name: "tweeteval_sentiment",
  paper: "Twitter Sentiment",
  asks: "whether a tweet is negative, neutral or positive",
  releases: [
    filesNamed({
      name: "published",
      files: tweetFiles("val", "test"),
      parts: (listing) => {
        const trained = Object.keys(tweetFiles("train")).every((file) => listing.includes(file));
        const [validation, test] = [tweetsIn("val"), tweetsIn("test")];
        return trained
          ? { source: tweetsIn("train"), validation, test }
          : { source: test, validation };
      },
    }),
    onHub({
      id: "cardiffnlp/tweet_eval",
      config: "sentiment",
      splits: { source: "train", validation: "validation", test: "test" },
      columns: z.object({ text: z.string(), label: whole }),
      row: ({ text, label }) => ({ text, label: text.trim() === "" ? "blank" : label }),
    }),
  ],
  task: {
    kind: "table",
    options: { text: "text", label: "label", labels: { 0: 0, 1: 1, 2: 2, blank: null } },
    binary: { labels: { 0: 0, 1: null, 2: 1, blank: null } },
  },
  metric: "accuracy",
  source:
    "TweetEval (Barbieri et al. 2020), sentiment: SemEval 2017 task 4 (Rosenthal et al. 2017)",
  licence: "terms of the original task and of Twitter",
};
