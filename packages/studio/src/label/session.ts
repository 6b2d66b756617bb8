// A labelling session: one project, one file of answers, whoever labels. What is true is in the
// file; what is kept here is read from it, and whose turn it is.

import { join } from "node:path";
import { check, InputError } from "@w2s/base";
import { type ItemLine, isAnswer, type SessionArm } from "@w2s/lab/labelling";
import * as z from "zod";
import { lockFolder } from "../folder-lock.js";
import { armOf } from "./arms.js";
import type { Joined, Progress, Said, ShownItem, Turn } from "./messages.js";
import { People } from "./people.js";
import { PeopleFile } from "./people-file.js";
import { type Project, projectFiles, readProject } from "./project.js";
import { Refusal } from "./refusal.js";
import { type Annotator, Standing } from "./standing.js";

const answerSchema = z.strictObject({
  id: z.string(),
  /** Of the item as the page showed it. */
  hash: z.string(),
  what: z.enum(["answered", "skipped", "late"]),
  label: z.int().min(0).optional(),
  confidence: z.number().min(0).max(1).nullable().default(null),
  ms: z.number().min(0),
});

/** How much later than the limit an answer may come in, in milliseconds. */
const grace = 1500;

/** A session that is open. */
export class Session {
  readonly people = new People();
  readonly standing: Standing;
  /** By item, who looks at it now. */
  private readonly lookedAt = new Map<string, number>();

  private constructor(
    readonly project: Project,
    private readonly file: PeopleFile,
    private readonly unlock: () => Promise<void>,
  ) {
    this.standing = new Standing(project.items, file.lines);
  }

  /**
   * Opens a project's session, alone.
   * @param who what another studio is told of this one
   * @throws InputError for a folder that is none, or that another studio has open
   */
  static async open(folder: string, who: string): Promise<Session> {
    const project = await readProject(folder);
    const unlock = await lockFolder(folder, who);
    try {
      return new Session(project, await PeopleFile.open(join(folder, projectFiles.people)), unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /** Bytes that a dying process left half written, cut off when the file was opened. */
  get torn(): number {
    return this.file.torn;
  }

  /** Sits somebody down. @throws InputError for a name that the project does not know */
  async join(name: string, token: string | undefined, isSame: boolean): Promise<Joined> {
    const { annotators } = this.project.file;
    if (name === "" || name.length > 80) {
      throw new InputError(`a name must have 1 to 80 characters, got ${name.length}`);
    }
    if (annotators !== null && !annotators.includes(name)) {
      throw new InputError(
        `${JSON.stringify(name)} is none of this project's annotators: ${annotators.join(", ")}`,
      );
    }
    const known = this.standing.annotators.get(name);
    const joined = this.people.join(name, known?.lines.size ?? 0, token, isSame);
    if (!("ask" in joined) && known === undefined) {
      await this.write({ what: "joined", at: now(), annotator: name });
    }
    return joined;
  }

  /** What comes next for whoever has the token. */
  next(token: string | undefined): Turn {
    const annotator = this.annotatorOf(token);
    const place = this.standing.closed ? undefined : this.nextPlace(annotator);
    return this.turn(annotator, place);
  }

  /** An item of the annotator's choice. @throws Refusal where there is none at that place */
  at(token: string | undefined, place: number): Turn {
    const annotator = this.annotatorOf(token);
    if (this.project.items[place] === undefined) throw new Refusal(404, `no item ${place}`);
    return this.turn(annotator, place);
  }

  /**
   * Stores what was said of an item; done when it is on the disk.
   * @throws InputError for an answer that is none; Refusal when labelling is over or the item is
   * another by now
   */
  async say(token: string | undefined, body: unknown): Promise<Turn> {
    const annotator = this.annotatorOf(token);
    const { id, hash, what, label, confidence, ms } = check("answer", body, answerSchema);
    this.refuseClosed();
    const place = this.standing.placeOf(id);
    const item = place === undefined ? undefined : this.project.items[place];
    if (place === undefined || item?.hash !== hash) {
      throw new Refusal(
        409,
        `${JSON.stringify(id)} changed since it was shown; load the page again`,
      );
    }
    const line = {
      at: now(),
      annotator: annotator.name,
      id,
      hash,
      arm: this.armAt(place, annotator),
      ms,
    };
    if (what !== "answered") await this.write({ what, ...line });
    else if (this.isLate(ms)) await this.write({ what: "late", ...line });
    else await this.write({ what, ...line, label: this.option(label), confidence });
    return this.next(token);
  }

  /** Takes back what the annotator said last, and shows that item again. */
  async undo(token: string | undefined): Promise<Turn> {
    const annotator = this.annotatorOf(token);
    this.refuseClosed();
    const last = [...annotator.lines].at(-1);
    if (last === undefined) throw new Refusal(409, "there is nothing to take back");
    const [place, { id, hash, arm, ms }] = last;
    const line = { at: now(), annotator: annotator.name, id, hash, arm, ms };
    await this.write({ what: "undone", ...line });
    return this.turn(annotator, place);
  }

  /**
   * Ends labelling, for everybody.
   * @throws Refusal where answers are missing, unless whoever asks knows
   */
  async finish(token: string | undefined, isSure: boolean): Promise<Turn> {
    const annotator = this.annotatorOf(token);
    const { answers, wanted } = this.progress(annotator);
    if (answers < wanted && !isSure) {
      throw new Refusal(409, `${answers} of ${wanted} answers are there; end it all the same?`);
    }
    if (!this.standing.closed) {
      await this.write({ what: "closed", at: now(), annotator: annotator.name });
    }
    return this.turn(annotator, undefined);
  }

  /** Lets go of the file and the folder. */
  async close(): Promise<void> {
    await this.file.close();
    await this.unlock();
  }

  /** Whoever has the token. @throws Refusal where it is nobody's */
  annotatorOf(token: string | undefined): Annotator {
    return this.standing.annotators.get(this.people.nameOf(token))!;
  }

  private async write(line: Parameters<PeopleFile["append"]>[0]): Promise<void> {
    await this.file.append(line);
    this.standing.take(line);
  }

  private turn(annotator: Annotator, place: number | undefined): Turn {
    if (place === undefined) this.lookedAt.delete(annotator.name);
    else this.lookedAt.set(annotator.name, place);
    const item = place === undefined ? null : this.shown(place, annotator);
    return { item, progress: this.progress(annotator) };
  }

  private shown(place: number, annotator: Annotator): ShownItem {
    const { id, hash, texts, assistance, debate } = this.project.items[place]!;
    const arm = this.armAt(place, annotator);
    const line = annotator.lines.get(place);
    return {
      place,
      id,
      hash,
      texts,
      arm,
      ...(arm === "assisted" && { assistance }),
      ...(arm === "debate" && { debate }),
      ...(line && { said: saidOf(line) }),
    };
  }

  private armAt(place: number, { number }: Annotator): SessionArm {
    return armOf(this.project.file, place, number);
  }

  /**
   * The first item that the annotator has not seen and that wants answers; one that others look at
   * only where there is no other.
   */
  private nextPlace(annotator: Annotator): number | undefined {
    const looks = this.looks(annotator.name);
    let lookedAt: number | undefined;
    for (let place = 0; place < this.project.items.length; place++) {
      if (annotator.lines.has(place) || !this.wants(place, 0)) continue;
      if (this.wants(place, looks.get(place) ?? 0)) return place;
      lookedAt ??= place;
    }
    return lookedAt;
  }

  /** By item, how many others look at it. */
  private looks(name: string): ReadonlyMap<number, number> {
    const looks = new Map<number, number>();
    for (const [who, place] of this.lookedAt) {
      if (who !== name) looks.set(place, (looks.get(place) ?? 0) + 1);
    }
    return looks;
  }

  private wants(place: number, others: number): boolean {
    return this.standing.answers[place]! + others < this.project.file.perItem;
  }

  private progress({ lines }: Annotator): Progress {
    const { perItem } = this.project.file;
    const { answers, total, closed } = this.standing;
    let left = 0;
    for (let place = 0; place < answers.length; place++) {
      if (!lines.has(place) && answers[place]! < perItem) left += 1;
    }
    return { done: lines.size, left, answers: total, wanted: answers.length * perItem, closed };
  }

  private isLate(ms: number): boolean {
    const { limitSeconds } = this.project.file;
    return limitSeconds !== null && ms > limitSeconds * 1000 + grace;
  }

  private option(label: number | undefined): number {
    const { options } = this.project.file;
    if (label !== undefined && label < options.length) return label;
    throw new InputError(`answer: "label" must be 0 to ${options.length - 1}, got ${label}`);
  }

  private refuseClosed(): void {
    if (this.standing.closed)
      throw new Refusal(409, "labelling is over: nothing is stored any more");
  }
}

/** What a line says, without whose it is. */
export function saidOf(line: ItemLine): Said {
  if (!isAnswer(line)) return { what: line.what };
  const { what, label, confidence } = line;
  return { what, label, confidence };
}

const now = (): string => new Date().toISOString();
