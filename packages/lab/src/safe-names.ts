// Labels as names of files and folders: what a path cannot hold becomes "-".

/** One name a label, all different: a second of the same name gets "-2". */
export function safeNames(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    const base = label.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+|-+$/g, "") || "x";
    let name = base;
    for (let again = 2; taken.has(name.toLowerCase()); again++) name = `${base}-${again}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
