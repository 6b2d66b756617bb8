// Evidence as JSON Lines: an object a row, probabilities as lists. Written in large pieces; what an
// example has in all of its rows is turned into text once.

import { type FileHandle, open } from "node:fs/promises";
import type { EvidenceBlock, EvidenceTask } from "../../plan/index.js";
import type { TextsAs } from "./about.js";
import { roleColumn, textColumns, trialColumns, truthName, wordsColumn } from "./columns.js";
import { decimals } from "./decimals.js";

/** Characters that are written at once. */
const piece = 2 ** 20;

/** Writes evidence block by block. */
export class JsonlEvidence {
  private writing: Promise<void> = Promise.resolve();
  private readonly examples = new Map<EvidenceTask, (string | undefined)[]>();

  private constructor(
    private readonly file: FileHandle,
    private readonly as: TextsAs,
  ) {}

  static async open(path: string, as: TextsAs): Promise<JsonlEvidence> {
    return new JsonlEvidence(await open(path, "wx"), as);
  }

  async write(block: EvidenceBlock): Promise<void> {
    const { task, rows, seed } = block;
    const trial = JSON.stringify({ ...trialColumns(block), seed }).slice(0, -1);
    const options = task.optionNames.length;
    // Within an object of their own: "student" is the student's name already.
    const said = Object.entries(block.said).map(([role, data], i) => ({
      open: `${i === 0 ? "" : ","}"${roleColumn(role as keyof typeof block.said)}":[`,
      data,
    }));
    const words = Object.entries(block.words).map(([role, answers]) => ({
      open: `,"${wordsColumn(role as keyof typeof block.words)}":`,
      answers,
    }));
    let text = "";
    for (let i = 0; i < rows.length; i++) {
      text += `${trial}${this.exampleText(task, rows[i]!)},"probabilities":{`;
      for (const { open, data } of said) {
        text += open + decimals(data[i * options]!);
        for (let k = 1; k < options; k++) text += `,${decimals(data[i * options + k]!)}`;
        text += "]";
      }
      text += "}";
      for (const { open, answers } of words) text += open + JSON.stringify(answers[i]);
      text += "}\n";
      if (text.length > piece) {
        await this.append(text);
        text = "";
      }
    }
    await this.append(text);
  }

  async close(): Promise<void> {
    try {
      await this.writing;
    } finally {
      await this.file.close();
    }
  }

  /** The disk takes one piece while the next is made. */
  private async append(text: string): Promise<void> {
    await this.writing;
    this.writing = this.file.appendFile(text);
    this.writing.catch(() => undefined); // Whoever waits for it hears of it.
  }

  /** The fields of an example that are the same in all of its rows. */
  private exampleText(task: EvidenceTask, row: number): string {
    const known = this.examples.get(task) ?? [];
    if (known.length === 0) this.examples.set(task, known);
    const made = known[row];
    if (made !== undefined) return made;
    const example = task.examples[row]!;
    const { id, label } = example;
    const texts = Object.fromEntries(textColumns(example, task.shape, this.as));
    const fields = { id, ...texts, truth: label, truth_name: truthName(example, task) };
    const text = `,${JSON.stringify(fields).slice(1, -1)}`;
    known[row] = text;
    return text;
  }
}
