import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isInstalled } from "../../scripts/setup/dependencies.mjs";

const locked = {
  "": { version: "1.0.0" },
  "node_modules/a": { version: "1.2.3" },
  "node_modules/mac-only": { version: "1.0.0", optional: true },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hd-"));
  mkdirSync(path.join(folder, "node_modules"));
  write("package-lock.json", locked);
});

afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ["what is locked, less what is for other systems", { a: "1.2.3" }, true],
  ["everything that is locked", { a: "1.2.3", "mac-only": "1.0.0" }, true],
  ["another version", { a: "1.2.2" }, false],
  ["too little", {}, false],
  ["what is not locked", { a: "1.2.3", b: "1.0.0" }, false],
])("An installation of %s", (_what, versions: Record<string, string>, good) => {
  const installed = Object.entries(versions).map(([name, version]) => [
    `node_modules/${name}`,
    { version },
  ]);
  write("node_modules/.package-lock.json", Object.fromEntries(installed));
  expect(isInstalled(folder)).toBe(good);
});

test("An installation without an optional package that is needed all the same", () => {
  write("node_modules/.package-lock.json", { "node_modules/a": { version: "1.2.3" } });
  expect(isInstalled(folder, { optional: "mac-only" })).toBe(false);
  write("node_modules/.package-lock.json", {
    "node_modules/a": { version: "1.2.3" },
    "node_modules/mac-only": { version: "1.0.0" },
  });
  expect(isInstalled(folder, { optional: "mac-only" })).toBe(true);
});

test("An installation that did not end", () => {
  expect(isInstalled(folder)).toBe(false);
});

function write(name: string, packages: object): void {
  writeFileSync(path.join(folder, name), JSON.stringify({ packages }));
}
