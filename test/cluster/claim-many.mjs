// Claims `count` small pieces of work beside others: `claim-many.mjs DIR COUNT NAME`. Says what it
// did, one number a line. Work is done when its record below done/ is there.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { Claims, folderRecords } from "../../packages/lab/dist/engine-door.js";

const [dir, count, name] = process.argv.slice(2);
const claims = new Claims(folderRecords(dir, join(dir, "claims")), name);
const done = folderRecords(dir, join(dir, "done"));
await claims.beat();
const beating = setInterval(() => void claims.beat(), claims.beatMs);

const nameOf = (n) => createHash("sha256").update(String(n)).digest("hex");
const place = (work) => `${work.slice(0, 2)}/${work}`;
let waiting = Array.from({ length: Number(count) }, (_, n) => n);
const mine = [];
while (waiting.length > 0) {
  const held = [];
  for (const n of waiting) {
    const work = nameOf(n);
    if ((await done.read(place(work))) !== undefined) continue;
    const taken = await claims.take(work);
    if (taken.is !== "ours") {
      held.push(n);
      continue;
    }
    if ((await done.read(place(work))) === undefined) {
      mine.push(n);
      if (!(await done.create(place(work), name))) throw new Error(`${n} was done twice`);
    }
    await claims.done(taken.claim);
  }
  waiting = held;
}
clearInterval(beating);
await claims.close();
process.stdout.write(`${mine.join("\n")}\n`);
