import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

/**
 * Runs every test file that was bundled beside this one, inside the extension host. The lines go to the file
 * that the launcher names, where there is one; the counts to the file that the runner reads.
 */
export async function run(): Promise<void> {
  const { MOCHA_OUT_FILE: output, HOST_TEST_RESULTS: results } = process.env;
  if (output) {
    Mocha.reporters.Base.consoleLog = (...line: unknown[]) =>
      appendFileSync(output, `${format(...line)}\n`);
  }
  const mocha = new Mocha({ ui: "tdd", color: false, timeout: 30_000, reporter: "spec" });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith(".test.js")) mocha.addFile(path.join(__dirname, name));
  }
  let passed = 0;
  const failed = await new Promise<number>((resolve) => {
    mocha.run(resolve).on("pass", () => {
      passed++;
    });
  });
  if (results) writeFileSync(results, JSON.stringify({ passed, failed }));
  if (output) writeFileSync(`${output}.done`, "");
  if (failed > 0) throw new Error(`${failed} of the tests failed.`);
}
