// node test/harness/runHost.mjs newest|oldest [--results FILE] [TEST FILE…]
// Runs the host tests in that release of VS Code; needs a built extension.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { releaseNamed } from "../../scripts/vscode/versions.mjs";
import { hostTestFiles } from "./bundleHostTests.mjs";
import { runHostTests } from "./hostTests.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { results: { type: "string" }, limit: { type: "string" } },
});
const [name = "newest", ...files] = positionals;
const counts = await runHostTests(
  releaseNamed(name),
  files.length > 0 ? files.map((file) => path.resolve(file)) : hostTestFiles(),
  values.limit ? Number(values.limit) : undefined,
);
if (values.results) writeFileSync(values.results, JSON.stringify(counts));
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
