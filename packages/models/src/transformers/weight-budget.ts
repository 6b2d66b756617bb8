// How much of the weights of all open models stays in memory: a ladder of models, read one after
// the other, needs no more than its largest.

/** Something that holds memory and can let go of it: what it held is read again when needed. */
export interface Holder {
  /** Bytes held now. */
  heldBytes(): number;
  release(): void;
}

/** Lets the holders that were used longest ago release until the rest fits into `bytes`. */
export class WeightBudget {
  /** The one used last comes last. */
  private readonly holders = new Set<Holder>();

  constructor(private readonly bytes: number) {}

  /** Notes a use, and makes room: the holder itself stays, however large it is. */
  use(holder: Holder): void {
    this.holders.delete(holder);
    this.holders.add(holder);
    let total = [...this.holders].reduce((sum, each) => sum + each.heldBytes(), 0);
    for (const each of [...this.holders].slice(0, -1)) {
      if (total <= this.bytes) return;
      total -= each.heldBytes();
      this.forget(each);
    }
  }

  /** Releases a holder and forgets it. */
  forget(holder: Holder): void {
    this.holders.delete(holder);
    holder.release();
  }
}

/** 1 GiB beside the model in use: small models all stay, large ones make room for each other. */
export const sharedBudget = new WeightBudget(2 ** 30);
