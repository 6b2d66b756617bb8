// Who sits before which page. A name is one person's: whoever comes second is asked, never mixed.
// The browser's tab keeps a token; after a restart of the studio it shows the same one again.

import { randomBytes } from "node:crypto";
import type { Joined } from "./messages.js";
import { Refusal } from "./refusal.js";

/** Names and the tokens of those who have them. */
export class People {
  private readonly byName = new Map<string, string>();
  private readonly byToken = new Map<string, string>();

  /**
   * Sits somebody down.
   * @param said what stands under the name: how many answers
   * @param token what the tab kept of an earlier time
   * @param isSame whether the person said that they are the one of this name
   */
  join(name: string, said: number, token: string | undefined, isSame: boolean): Joined {
    const holder = this.byName.get(name);
    if (holder !== undefined && holder === token) return { name, token };
    const isFree = holder === undefined && (said === 0 || token !== undefined);
    if (!isFree && !isSame) return { ask: question(name, said, holder !== undefined) };
    const own = holder === undefined && token !== undefined ? token : drawn();
    this.leave(name);
    if (this.byToken.has(own)) this.leave(this.byToken.get(own)!);
    this.byName.set(name, own);
    this.byToken.set(own, name);
    return { name, token: own };
  }

  /** Whose the token is. @throws Refusal where it is nobody's */
  nameOf(token: string | undefined): string {
    const name = this.byToken.get(token ?? "");
    if (name !== undefined) return name;
    throw new Refusal(401, "nobody sits at this page: say who labels");
  }

  private leave(name: string): void {
    const token = this.byName.get(name);
    if (token !== undefined) this.byToken.delete(token);
    this.byName.delete(name);
  }
}

function question(name: string, said: number, isHere: boolean): string {
  const shown = JSON.stringify(name);
  return isHere
    ? `${shown} labels in another window. If that is you, go on here and the other window stops; ` +
        "else take another name."
    : `${shown} has labelled ${said} items before. If that was you, go on; else take another name.`;
}

const drawn = (): string => randomBytes(18).toString("base64url");
