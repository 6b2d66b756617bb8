// What a session's lines come to: who said what of which item, as it stands. Lines are taken one
// after the other, so that a session that is read from disk and one that goes on are the same.

import {
  type AnswerLine,
  type ItemLine,
  isAnswer,
  isItemLine,
  type SessionLine,
} from "@w2s/lab/labelling";
import type { Item } from "./project.js";

/** Somebody who labels. */
export interface Annotator {
  readonly name: string;
  /** By who came first, from 0. */
  readonly number: number;
  /** By item, what stands, the latest last. */
  readonly lines: Map<number, ItemLine>;
}

/** The state of a session. */
export class Standing {
  readonly annotators = new Map<string, Annotator>();
  /** By item, answers that stand. */
  readonly answers: Uint32Array;
  /** Answers that stand, of all items. */
  total = 0;
  /** Whether labelling is over. */
  closed = false;
  /** Lines about items that changed since, or that are no longer there. */
  stale = 0;
  private readonly places: ReadonlyMap<string, number>;

  constructor(
    readonly items: readonly Item[],
    lines: Iterable<SessionLine> = [],
  ) {
    this.answers = new Uint32Array(items.length);
    this.places = new Map(items.map(({ id }, place) => [id, place]));
    for (const line of lines) this.take(line);
  }

  /** An item's place; undefined: there is none of this id. */
  placeOf(id: string): number | undefined {
    return this.places.get(id);
  }

  /** One more line. */
  take(line: SessionLine): void {
    if (line.what === "closed") {
      this.closed = true;
      return;
    }
    const annotator = this.annotatorOf(line.annotator);
    if (isItemLine(line)) this.takeItem(annotator, line);
  }

  /** The one of this name; a new one where there is none. */
  private annotatorOf(name: string): Annotator {
    const known = this.annotators.get(name);
    if (known) return known;
    const made = { name, number: this.annotators.size, lines: new Map<number, ItemLine>() };
    this.annotators.set(name, made);
    return made;
  }

  private takeItem({ lines }: Annotator, line: ItemLine): void {
    const place = this.places.get(line.id);
    if (place === undefined || this.items[place]!.hash !== line.hash) {
      this.stale += 1;
      return;
    }
    const before = lines.get(place);
    if (before !== undefined && isAnswer(before)) this.count(place, -1);
    lines.delete(place);
    if (line.what === "undone") return;
    lines.set(place, line);
    if (isAnswer(line)) this.count(place, 1);
  }

  private count(place: number, by: number): void {
    this.answers[place]! += by;
    this.total += by;
  }

  /** Every answer that stands, annotator by annotator, each in the order of time. */
  *all(): Generator<{
    readonly place: number;
    readonly annotator: Annotator;
    readonly answer: AnswerLine;
  }> {
    for (const annotator of this.annotators.values()) {
      for (const [place, answer] of annotator.lines) {
        if (isAnswer(answer)) yield { place, annotator, answer };
      }
    }
  }
}
