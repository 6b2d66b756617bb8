// What each package's tarball holds, by npm's own list: nothing is missing that it points to, and
// nothing is in it that only tests need. Whether it installs is asked in install.test.ts.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (...path: string[]) => readFileSync(join(root, ...path), "utf8");

interface Packed {
  readonly name: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** npm's list of every workspace's tarball; asks no registry. */
const packed: readonly Packed[] = JSON.parse(
  execFileSync("npm", ["pack", "--workspaces", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    shell: process.platform === "win32",
  }),
);

interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly repository: { readonly type: string; readonly directory: string };
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
}

const folders: Readonly<Record<string, string>> = { w2s: "packages/cli", "@w2s/zoo": "zoo" };
const packages = packed.map(({ name, size, files }) => {
  const folder = folders[name] ?? `packages/${name.slice("@w2s/".length)}`;
  const manifest = JSON.parse(read(folder, "package.json")) as Manifest;
  // Types whose source is gone are an earlier build's; publishing starts from a fresh clone.
  const paths = files
    .map(({ path }) => path)
    .filter((path) => !path.endsWith(".d.ts") || existsSync(join(root, folder, sourceOf(path))));
  return { name, size, folder, manifest, paths };
});

function sourceOf(path: string): string {
  return path.replace(/^dist/, "src").replace(/\.d\.ts$/, ".ts");
}

/** Bytes of tarballs that hold more than code: models, and ONNX Runtime for browsers, twice. */
const large: Readonly<Record<string, number>> = { "@w2s/zoo": 30e6, "@w2s/playground": 9e6 };

describe("every package", () => {
  it("is packed", () => {
    expect(packages.map(({ name }) => name).sort()).toEqual([
      ...[
        "base",
        "bucket",
        "cluster",
        "experiments",
        "grad",
        "lab",
        "models",
        "playground",
        "report",
        "studio",
        "world",
        "zoo",
      ].map((name) => `@w2s/${name}`),
      "w2s",
    ]);
  });

  describe.each(packages)("$name", ({ name, size, folder, manifest, paths }) => {
    it("says what it is, and whose terms hold", () => {
      expect(manifest.description.length).toBeGreaterThan(20);
      expect(manifest.keywords.length).toBeGreaterThan(2);
      expect(manifest.license).toBe("MIT");
      expect(manifest.repository).toEqual({ type: "git", directory: folder });
      expect(paths).toEqual(expect.arrayContaining(["README.md", "LICENSE", "package.json"]));
      expect(read(folder, "LICENSE")).toBe(read("LICENSE"));
      expect(read(folder, "README.md")).toMatch(new RegExp(`^# ${name}\n`));
    });

    it("has all that its exports and commands name", () => {
      const targets = Object.values(manifest.exports).flatMap((target) =>
        typeof target === "string" ? [target] : Object.values(target),
      );
      const named = [...targets, ...Object.values(manifest.bin ?? {})].map(posix.normalize);
      expect(paths).toEqual(expect.arrayContaining(named));
      expect(manifest.exports["./package.json"]).toBe("./package.json");
      for (const target of Object.values(manifest.exports)) {
        if (typeof target === "string") continue;
        // TypeScript takes the first condition that holds: types before what runs.
        expect(Object.keys(target)).toEqual(["source", "types", "default"]);
      }
    });

    it("has the source of every source map, and no test", () => {
      for (const path of paths.filter((path) => path.endsWith(".map"))) {
        const { sources } = JSON.parse(read(folder, path)) as { sources: string[] };
        for (const source of sources)
          expect(paths, path).toContain(posix.join(posix.dirname(path), source));
      }
      const forTests = /(^|\/)(testing|fixtures|test)\/|\.(test|samples)\.|\.tsbuildinfo$/;
      expect(paths.filter((path) => forTests.test(path))).toEqual([]);
    });

    it("declares every package that its code imports", () => {
      const declared = [name, ...Object.keys(manifest.dependencies ?? {})];
      for (const path of paths.filter((path) => /^(dist|bin)\/.*\.js$/.test(path))) {
        const code = read(folder, path).replace(/`[^`]*`/gs, "");
        for (const [, from] of code.matchAll(
          /^(?:import|export)\b[^;]*?\bfrom "([^."][^"]*)";/gms,
        )) {
          if (from!.startsWith("node:")) continue;
          const [scope, rest] = from!.split("/");
          expect(declared, path).toContain(scope!.startsWith("@") ? `${scope}/${rest}` : scope);
        }
      }
      for (const [dependency, version] of Object.entries(manifest.dependencies ?? {}))
        if (dependency.startsWith("@w2s/")) expect(version).toBe(manifest.version);
    });

    it("is small", () => {
      expect(size).toBeLessThan(large[name] ?? 1.5e6);
    });
  });

  it("has the studio's pages, built, in the studio's package", () => {
    const files = packed.find(({ name }) => name === "@w2s/studio")!.files.map(({ path }) => path);
    expect(files).toEqual(
      expect.arrayContaining([
        "dist/web/index.html",
        "dist/web/licenses.md",
        expect.stringMatching(/^dist\/web\/assets\/index-[\w-]+\.js$/),
        expect.stringMatching(/^dist\/web\/assets\/index-[\w-]+\.css$/),
      ]),
    );
  });

  it("has the playground's page, built, in the playground's package", () => {
    const files = packed.find(({ name }) => name === "@w2s/playground")!.files;
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "dist/web/index.html",
        "dist/web/licenses.md",
        "dist/web/ort/ort-wasm-simd-threaded.wasm.gz",
        expect.stringMatching(/^dist\/web\/assets\/worker-[\w-]+\.js$/),
      ]),
    );
  });

  it("has the demo's study in the command's package", () => {
    const { paths } = packages.find(({ name }) => name === "w2s")!;
    expect(paths).toContain("studies/demo.study.ts");
    const bin = join(root, "packages/cli/bin/w2s.js");
    expect(readFileSync(bin, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    if (process.platform !== "win32") expect(statSync(bin).mode & 0o111).not.toBe(0);
    expect(dirname(bin)).toContain("cli");
  });
});
