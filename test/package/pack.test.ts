import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const read = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8"));

describe("the package", { timeout: 60_000 }, () => {
  test("holds the program, its types and its documents, and nothing else", () => {
    const text = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
    });
    const [{ files }] = JSON.parse(text) as [{ files: { path: string }[] }];
    const others = files
      .map(({ path }) => path)
      .filter(
        (path) =>
          !/^(bin\/tapo\.js|dist\/.+\.(js|d\.ts)|docs\/.+\.(md|json|svg)|[A-Z]+(\.md)?|package\.json)$/.test(path),
      );
    expect(others.filter((path) => !path.startsWith("docs/"))).toEqual([]);
    expect(
      files.some(({ path }) => /test|fixture|\.map$|\.env|\.tgz$/.test(path.replace(/^dist\/parallel\//, ""))),
    ).toBe(false);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["bin/tapo.js", "README.md", "LICENSE"]));
  });

  test("runs no script of ours when it is installed, and pins every version", () => {
    const { scripts, dependencies } = read("package.json");
    for (const name of ["preinstall", "install", "postinstall"]) expect(scripts).not.toHaveProperty(name);
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  });

  test("is locked to tarballs with checksums", () => {
    const { lockfileVersion, packages } = read("package-lock.json");
    expect(lockfileVersion).toBe(3);
    const [, ...rest] = Object.entries(
      packages as Record<string, { integrity?: string; link?: boolean; bundled?: boolean; inBundle?: boolean }>,
    );
    const loose = rest.filter(([, entry]) => !entry.integrity?.startsWith("sha512-") && !entry.link && !entry.inBundle);
    expect(loose.map(([name]) => name)).toEqual([]);
  });

  test("has a bill of materials in CycloneDX that lists what it depends on", () => {
    const text = execFileSync("npm", ["run", "--silent", "sbom"], {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
      maxBuffer: 1 << 26,
    });
    const { bomFormat, components } = JSON.parse(text) as {
      bomFormat: string;
      components: { name: string; group?: string }[];
    };
    expect(bomFormat).toBe("CycloneDX");
    const names = components.map(({ name, group }) => (group === undefined ? name : `${group}/${name}`));
    const plain = (name: string) => names.some((known) => known === name || known === name.replace(/^@[^/]+\//, ""));
    expect(Object.keys(read("package.json").dependencies).filter((name) => !plain(name))).toEqual([]);
  });
});
