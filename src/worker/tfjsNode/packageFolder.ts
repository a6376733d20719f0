import { readFileSync } from "node:fs";
import path from "node:path";
import type { RungPlaces } from "../rung";

const packageName = "@tensorflow/tfjs-node";

/**
 * The folder of tfjs-node: the one that is set, which may also be one with its node_modules, else that of a checkout of
 * Tunesmith. Throws where there is none, or where its native library was never fetched.
 */
export function packageFolder({ tfjsNodePath, distFolder }: RungPlaces): string {
  const roots = tfjsNodePath ? [tfjsNodePath] : [path.join(distFolder, "..")];
  const places = roots.flatMap((root) => [root, path.join(root, "node_modules", packageName)]);
  const folder = places.find(isPackage);
  if (folder) return path.resolve(folder);
  throw new Error(
    tfjsNodePath
      ? `There is no tfjs-node in ${tfjsNodePath}.`
      : "tfjs-node is not installed; the setting tunesmith.tfjsNodePath says where it is.",
  );
}

/** The package for graphics cards has the same interface. */
function isPackage(folder: string): boolean {
  try {
    const { name } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    return name === packageName || name === `${packageName}-gpu`;
  } catch {
    return false;
  }
}
