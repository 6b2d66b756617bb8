// Made-up review sentences with labels: enough for a first run, and the same on every machine.

const subjects = [
  "the plot",
  "the lead",
  "the ending",
  "the score",
  "the dialogue",
  "the pacing",
  "the camera work",
  "the cast",
];
const praise = [
  "is a delight",
  "moves you",
  "never misses",
  "feels honest and warm",
  "holds up on every viewing",
  "is sharp and generous",
];
const complaint = [
  "is a chore",
  "leaves you cold",
  "never lands",
  "feels tired and false",
  "falls apart at a second look",
  "is dull and mean",
];
const frames = [
  "$",
  "$ , from the first scene on",
  "say what you will , $",
  "even my brother agrees that $",
  "at least for an hour , $",
];

/** A TSV with a header: sentence and label, 1 for praise and 0 for complaint. Every combination once, mixed. */
export function reviews(): string {
  const rows: string[] = [];
  for (const frame of frames) {
    for (const subject of subjects) {
      for (const [label, verdicts] of [complaint, praise].entries()) {
        for (const verdict of verdicts) rows.push(`${frame.replace("$", `${subject} ${verdict}`)}\t${label}`);
      }
    }
  }
  return `sentence\tlabel\n${mixed(rows).join("\n")}\n`;
}

/** A fixed order without pattern: steps of a size that shares no factor with the count. */
function mixed(rows: readonly string[]): string[] {
  return rows.map((_, i) => rows[(i * 197) % rows.length]!);
}
