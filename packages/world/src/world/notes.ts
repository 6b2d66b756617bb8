// What a study of the world's models can show and what it cannot: for a study's `notes`, so that it
// stands beside the results.

/** What a reader should know of results in this world, for a study's `notes`. */
export const worldNotes: readonly string[] = Object.freeze([
  "The world is invented, and so is everything that these models know: they have a few thousand " +
    "to a few million parameters and know nothing of people, text or facts. That a student can " +
    "overrule its supervisor, or imitate it, is seen here; how much of it carries over to " +
    "large language models is not known from here.",
  "Students practised these skills in pretraining, where they answered in words. A new head, " +
    "probed or finetuned, knows none of that before it is taught; asked in words, the larger " +
    "models know many of the answers. That is pretraining leakage by design: it is what " +
    "supervision brings out here, and a task beyond its supervisors may not be like it. The " +
    "questions themselves were held out. How often each model is right in words, untrained " +
    "(zero-shot), stands in its card, and docs/zoo.md has all of them in one table.",
  "Supervisors are smaller models of the same family, which read the same kind of text: their " +
    "errors may be easier, or harder, to see through than people's. Ground truth is exact, so " +
    "no gain or loss comes from wrong labels in the test.",
]);
