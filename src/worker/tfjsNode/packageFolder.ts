import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RungPlaces } from "../rung";

const packageName = "@tensorflow/tfjs-node";

/**
 * The folder of tfjs-node: the one that is set, which may also be one with its node_modules, else that of a checkout of
 * Tunesmith. Throws where there is none, where its native library was never fetched, and for a path that is not absolute:
 * it would lead from the folder the program was started in, and native code is loaded from there.
 */
export function packageFolder({ tfjsNodePath, distFolder }: RungPlaces): string {
  if (tfjsNodePath !== undefined && !path.isAbsolute(tfjsNodePath)) {
    throw new Error(
      `The setting tunesmith.tfjsNodePath is an absolute path or begins with ~/, not "${tfjsNodePath}".`,
    );
  }
  const root = tfjsNodePath ?? path.join(distFolder, "..");
  const folder = [root, path.join(root, "node_modules", packageName)].find(isPackage);
  if (!folder) {
    throw new Error(
      tfjsNodePath
        ? `There is no tfjs-node in ${tfjsNodePath}.`
        : "tfjs-node is not installed; the setting tunesmith.tfjsNodePath says where it is.",
    );
  }
  if (!hasLibrary(folder)) {
    throw new Error(
      `The native library of tfjs-node is missing in ${folder}; npm run tfjs-node, or npm rebuild there, brings it.`,
    );
  }
  return path.resolve(folder);
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

/** The library lies in a folder named after the generation of Node's interface to addons. */
function hasLibrary(folder: string): boolean {
  const lib = path.join(folder, "lib");
  return (
    existsSync(lib) &&
    readdirSync(lib).some((name) => existsSync(path.join(lib, name, "tfjs_binding.node")))
  );
}
