import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The names and licences of the packages whose files are in these bundles, for the file that is shipped beside them.
 * @param {string} root
 * @param {Iterable<string>} inputs the files that went in, relative to `root`
 */
export function thirdPartyNotices(root, inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll("\\", "/"));
    if (found) packages.add(found[1]);
  }
  const parts = [...packages].sort().map((name) => notice(path.join(root, "node_modules", name)));
  return `Tunesmith contains parts of these packages.\n\n${parts.join("\n")}`;
}

/** @param {string} folder */
function notice(folder) {
  const { name, version, license } = JSON.parse(
    readFileSync(path.join(folder, "package.json"), "utf8"),
  );
  const line = "=".repeat(80);
  return `${line}\n${name} ${version}, licence ${license}\n${line}\n\n${licenceText(folder, license)}\n`;
}

/**
 * @param {string} folder
 * @param {string} license
 */
function licenceText(folder, license) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file) return readFileSync(path.join(folder, file), "utf8").trim();
  const readme = path.join(folder, "README.md");
  const section = existsSync(readme)
    ? /^LICENSE[^\n]*\n-+\n([\s\S]+)$/m.exec(readFileSync(readme, "utf8"))
    : null;
  if (section?.[1]) return section[1].trim();
  if (license === "Apache-2.0")
    return "The text of the Apache License 2.0 stands below, under long.";
  throw new Error(`${folder} brings no licence text to ship.`);
}
