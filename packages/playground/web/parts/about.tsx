// What the page's words mean, for whoever was sent a link.

/** A word, and what it is. */
const words: readonly (readonly [word: string, meaning: string])[] = [
  [
    "supervisor",
    "a small model that was trained on the truth of some questions, and labels others that it " +
      "has not seen",
  ],
  ["student", "a larger model that is trained on those labels alone, errors and all"],
  [
    "ceiling",
    "the same model trained on the truth of the same questions: what it could have learnt",
  ],
  ["uninformed", "the student again, taught labels that say nothing of their questions"],
  ["self-taught", "the student again, taught by another of its own size"],
  [
    "PGR",
    "performance gap recovered: how far the student came from its supervisor to its ceiling, " +
      "(student - supervisor) / (ceiling - supervisor). 0: it only imitates. 1: nothing is lost",
  ],
  ["seeds", "repeats with other random numbers; intervals are over seeds and questions"],
];

export function About() {
  return (
    <details className="card about">
      <summary>What is what</summary>
      <p>
        People will have to supervise AI that is better than they are. The experiment that stands in
        for this lets a weak model supervise a strong one (
        <cite>
          <a href="https://arxiv.org/abs/2312.09390" rel="noreferrer">
            Burns et al. 2023
          </a>
        </cite>
        ).
      </p>
      <dl>
        {words.map(([word, meaning]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
