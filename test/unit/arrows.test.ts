import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Which worlds each world may import: the arrows. */
const arrows: Record<string, readonly string[]> = {
  shared: [],
  abc: [],
  music: ["abc"],
  model: [],
  composing: ["abc", "music"],
  worker: ["shared", "abc", "music", "model", "composing"],
  host: ["shared", "abc", "music"],
  cli: ["shared", "worker"],
};
const worlds = Object.keys(arrows);

/** What the compiler accepts because a world that is imported imports it; the linter refuses it. */
const indirect: Record<string, readonly string[]> = {
  cli: ["abc", "music", "model", "composing"],
};

/** Where each module that is not ours may be imported, and a sample of the places where it may not. */
const modules = [
  {
    name: "vscode",
    allowed: ["src/host", "src/host/compose", "test/host"],
    refused: [...worlds.filter((world) => world !== "host").map(inSource), "test/unit", "scripts"],
  },
  {
    name: "@tensorflow/tfjs-core",
    allowed: ["src/model", "src/model/training", "src/worker", "test/unit"],
    refused: ["shared", "abc", "music", "composing", "host", "cli"]
      .map(inSource)
      .concat("test/host"),
  },
  {
    name: "node:fs",
    allowed: ["src/worker", "src/cli", "src/host/node", "test/unit", "test/host", "scripts"],
    refused: ["shared", "abc", "music", "model", "composing", "host"].map(inSource),
  },
];

const root = path.resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "arrows-"));

beforeAll(() => {
  for (const name of ["tsconfig.base.json", "biome.json", "package.json"]) copy(name);
  for (const world of worlds) {
    copy(`src/${world}/tsconfig.json`);
    write(`src/${world}/own.ts`, `export const ${world} = "${world}";\n`);
  }
  symlinkSync(path.join(root, "node_modules"), path.join(scratch, "node_modules"), "junction");
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("The compiler accepts every import along the arrows", async () => {
  for (const world of worlds) write(`src/${world}/along.ts`, imports(arrows[world] ?? []));
  const { code, output } = await compile(worlds.map(inSource));
  expect(output).toBe("");
  expect(code).toBe(0);
});

test.each(worlds)("The compiler refuses the imports from %s against the arrows", async (world) => {
  const against = worlds.filter((other) => other !== world && !arrows[world]?.includes(other));
  write(`src/${world}/against.ts`, imports(against));
  const { code, output } = await compile([inSource(world)]);
  rmSync(path.join(scratch, `src/${world}/against.ts`));
  const refused = worlds.filter((other) => output.includes(`src/${other}/own.ts' is not listed`));
  expect(refused).toEqual(against.filter((other) => !indirect[world]?.includes(other)));
  expect(code).not.toBe(0);
});

test("The linter refuses vscode, tfjs and Node's modules outside their worlds", async () => {
  const forms: Record<string, (name: string) => string> = {
    plain: (name) => `import * as it from "${name}";\nexport const use = it;\n`,
    loaded: (name) => `export const use = () => import("${name}");\n`,
  };
  const expected: string[] = [];
  for (const [index, { name, allowed, refused }] of modules.entries()) {
    for (const [form, text] of Object.entries(forms)) {
      for (const folder of [...allowed, ...refused]) {
        const file = `${folder}/lint/${form}${index}.ts`;
        write(file, text(name));
        if (refused.includes(folder)) expected.push(file);
      }
    }
  }
  const found = await lint(["restrictedImports", "nodejsModules"]);
  expect(found).toEqual(expected.sort());
});

test("The linter refuses the imports against the arrows that the compiler does not", async () => {
  const expected: string[] = [];
  for (const world of worlds) {
    for (const other of worlds.filter((name) => name !== world)) {
      const file = `src/${world}/arrow/${other}.ts`;
      write(file, `export * from "../../${other}/own";\n`);
      if (indirect[world]?.includes(other)) expected.push(file);
    }
  }
  const found = await lint(["restrictedImports"]);
  expect(found.filter((file) => file.includes("/arrow/"))).toEqual(expected.sort());
});

function inSource(world: string): string {
  return `src/${world}`;
}

function imports(others: readonly string[]): string {
  const names = [...others].sort();
  const lines = names.map((other) => `import { ${other} } from "../${other}/own";\n`);
  return `${lines.join("")}export const used = [${names.join(", ")}];\n`;
}

function copy(name: string): void {
  cpSync(path.join(root, name), path.join(scratch, name));
}

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(scratch, name)), { recursive: true });
  writeFileSync(path.join(scratch, name), text);
}

function compile(projects: string[]): Promise<{ code: number; output: string }> {
  return tool("typescript/bin/tsc", ["-b", ...projects]);
}

/** The files in which the linter finds an error of a rule whose name ends in one of `rules`. */
async function lint(rules: string[]): Promise<string[]> {
  const { output } = await tool("@biomejs/biome/bin/biome", [
    ...["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none"],
  ]);
  const { diagnostics } = JSON.parse(output.slice(output.indexOf("{")));
  const files = new Set<string>();
  for (const { category, severity, location } of diagnostics) {
    const isOurs = rules.some((rule) => category.toLowerCase().endsWith(rule.toLowerCase()));
    if (isOurs && severity === "error") files.add(location.path);
  }
  return [...files].sort();
}

function tool(bin: string, args: string[]): Promise<{ code: number; output: string }> {
  const file = path.join(root, "node_modules", bin);
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { cwd: scratch }, (error, stdout) => {
      resolve({ code: error ? 1 : 0, output: stdout });
    });
  });
}
