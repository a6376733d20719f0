import { alone } from "./lock.mjs";
import { root } from "./root.mjs";
import { npm, npx } from "./run.mjs";

/** Bundles the extension into dist/. */
export async function build() {
  await alone("build", () => npm(["run", "--silent", "build"], { cwd: root }));
}

/**
 * Packages the built extension as `file`, as it would be published.
 * @param {string} file
 */
export async function packageExtension(file) {
  await npx(
    "vsce",
    ["package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", file],
    {
      cwd: root,
      quiet: true,
    },
  );
}
