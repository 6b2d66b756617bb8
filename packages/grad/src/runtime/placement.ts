// Which of a program's nodes a device runs, and which fall to the CPU. ONNX Runtime tells in its
// profile alone: so the first run of a program on a device is profiled, and no other.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the nodes of programs ran. */
export interface Placement {
  /** Nodes in all, as the runtime had them after its own optimisation. */
  readonly nodes: number;
  /** How many of them the CPU ran, by the name of their op. */
  readonly onCpu: Readonly<Record<string, number>>;
}

interface ProfileEvent {
  readonly cat?: string;
  readonly name?: string;
  readonly args?: {
    readonly op_name?: string;
    readonly provider?: string;
    readonly node_index?: string;
  };
}

/** A folder for one session's profile. */
export class Profile {
  private constructor(private readonly folder: string) {}

  static async start(): Promise<Profile> {
    return new Profile(await mkdtemp(join(tmpdir(), "w2s-profile-")));
  }

  /** What the session's profile file begins with. */
  get prefix(): string {
    return join(this.folder, "run");
  }

  /** Reads what the ended profile says, and removes it. */
  async read(): Promise<Placement> {
    try {
      const [file] = await readdir(this.folder);
      if (file === undefined) return { nodes: 0, onCpu: {} };
      return placementOf(
        JSON.parse(await readFile(join(this.folder, file), "utf8")) as ProfileEvent[],
      );
    } finally {
      await rm(this.folder, { recursive: true, force: true });
    }
  }
}

/** Every node once, however often a loop ran it. */
export function placementOf(events: readonly ProfileEvent[]): Placement {
  const nodes = new Map<string, { readonly op: string; readonly provider: string }>();
  for (const { cat, name, args } of events) {
    if (cat !== "Node" || args?.provider === undefined) continue;
    const op = args.op_name ?? "unknown";
    nodes.set(`${name} ${args.node_index} ${op}`, { op, provider: args.provider });
  }
  const fallen = [...nodes.values()].filter(({ provider }) => provider === "CPUExecutionProvider");
  return { nodes: nodes.size, onCpu: counted(fallen.map(({ op }) => op)) };
}

/** Several programs' placements as one. */
export function joinPlacements(placements: readonly Placement[]): Placement {
  const ops = placements.flatMap(({ onCpu }) => Object.entries(onCpu));
  const onCpu: Record<string, number> = {};
  for (const [op, count] of ops) onCpu[op] = (onCpu[op] ?? 0) + count;
  return { nodes: placements.reduce((sum, { nodes }) => sum + nodes, 0), onCpu: sorted(onCpu) };
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return sorted(counts);
}

/** The most frequent first. */
function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)),
  );
}
