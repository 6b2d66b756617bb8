import { readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { Claims } from "./claims.js";
import { folderRecords, type Records, sweepRecords } from "./records.js";

let root: string;
let records: Records;
beforeEach(() => {
  root = scratchFolder("records");
  records = folderRecords(root, join(root, "claims"));
});

describe("a folder's records", () => {
  it("are made by one of many who try at once", async () => {
    const tries = Array.from({ length: 20 }, (_, i) => records.create("ab/one.0", `${i}`));
    const made = (await Promise.all(tries)).map((isOurs, i) => (isOurs ? i : -1));
    const winner = made.filter((i) => i >= 0);
    expect(winner).toHaveLength(1);
    expect(await records.read("ab/one.0")).toBe(String(winner[0]));
  });

  it("are replaced, listed and removed; one that is not there is no fault", async () => {
    expect(await records.read("owners/me")).toBeUndefined();
    await records.replace("owners/me", "1");
    await records.replace("owners/me", "2");
    expect(await records.read("owners/me")).toBe("2");
    expect(await records.list("owners")).toEqual(["owners/me"]);
    await records.remove("owners/me");
    await records.remove("owners/me");
    expect(await records.list("owners")).toEqual([]);
  });

  it("go when nobody changed them for long", async () => {
    await records.create("ab/old.0", "");
    await records.create("ab/new.0", "");
    await utimes(join(root, "claims/ab/old.0"), 0, 0);
    await sweepRecords(join(root, "claims"), 1000);
    expect(await records.list("ab")).toEqual(["ab/new.0"]);
  });
});

describe("Claims over a folder", () => {
  const work = "ab".repeat(32);
  let clock = 0;
  const open = (owner: string) =>
    new Claims(records, owner, { leaseMs: 100, now: () => clock, tries: 3 });

  it("hold until done, then leave nothing", async () => {
    const [mine, theirs] = [open("a"), open("b")];
    const taken = await mine.take(work);
    expect(taken).toMatchObject({ is: "ours", claim: { tries: 0 } });
    expect(await theirs.take(work)).toEqual({ is: "held", owner: "a" });
    if (taken.is === "ours") await mine.done(taken.claim);
    expect(await theirs.take(work)).toMatchObject({ is: "ours", claim: { tries: 0 } });
  });

  it("pass to another when an owner's counter stands still, by whatever clock", async () => {
    const [mine, theirs] = [open("a"), open("b")];
    await mine.beat();
    await mine.take(work);
    for (let look = 0; look < 5; look++) {
      expect(await theirs.take(work)).toMatchObject({ is: "held" });
      await mine.beat();
      clock += 20;
    }
    for (let look = 0; look < 5; look++) {
      expect(await theirs.take(work)).toMatchObject({ is: "held" });
      clock += 20;
    }
    expect(await theirs.take(work)).toMatchObject({ is: "ours", claim: { tries: 1 } });
  });

  it("are not taken for lost by one who slept, or was stopped with all others", async () => {
    const [mine, theirs] = [open("a"), open("b")];
    await mine.beat();
    await mine.take(work);
    await theirs.take(work);
    clock += 3_600_000;
    expect(await theirs.take(work)).toMatchObject({ is: "held" });
  });

  it("stop after three failures with the last line, until forgiven", async () => {
    const mine = open("a");
    for (let tries = 1; tries <= 3; tries++) {
      const taken = await mine.take(work);
      if (taken.is !== "ours") throw new Error(taken.is);
      expect(await mine.failed(taken.claim, `failure ${tries}`)).toBe(tries === 3);
    }
    expect(await open("b").take(work)).toEqual({ is: "spent", line: "failure 3" });
    await mine.forgive(work);
    expect(await open("b").take(work)).toMatchObject({ is: "ours", claim: { tries: 0 } });
  });

  it("take a record that was cut short for one of somebody lost", async () => {
    await records.create(`ab/${work}.0`, "");
    const mine = open("a");
    for (let look = 0; look < 5; look++) {
      expect(await mine.take(work)).toMatchObject({ is: "held" });
      clock += 20;
    }
    expect(await mine.take(work)).toMatchObject({ is: "ours" });
    expect(await readFile(join(root, `claims/ab/${work}.1`), "utf8")).toContain('"claimed"');
  });

  it("take no record that is being written for another that was, a moment ago", async () => {
    const mine = open("a");
    for (let n = 0; n < 20; n++) {
      // Somebody made it, and has not written it yet.
      const other = `${n}`.padStart(64, "0");
      await records.create(`00/${other}.0`, "");
      expect(await mine.take(other)).toMatchObject({ is: "held" });
      clock += 20;
    }
  });

  it("begin to wait anew for a record that was written since", async () => {
    const [mine, theirs] = [open("a"), open("b")];
    for (let round = 0; round < 10; round++) {
      await records.create(`ab/${work}.0`, "");
      expect(await mine.take(work)).toMatchObject({ is: "held" });
      clock += 20;
      await records.remove(`ab/${work}.0`);
      await theirs.beat();
      const taken = await theirs.take(work);
      expect(await mine.take(work)).toEqual({ is: "held", owner: "b" });
      if (taken.is === "ours") await theirs.done(taken.claim);
    }
  });
});
