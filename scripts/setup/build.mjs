import { alone } from "./lock.mjs";
import { root } from "./root.mjs";
import { npm } from "./run.mjs";

/** Bundles the extension into dist/. */
export async function build() {
  await alone("build", () => npm(["run", "--silent", "build"], { cwd: root }));
}

/**
 * Builds the extension and packages it as `file`, as it would be published.
 * @param {string} file
 */
export async function packageExtension(file) {
  await npm(["run", "--silent", "package", "--", "--out", file], { cwd: root, quiet: true });
}
