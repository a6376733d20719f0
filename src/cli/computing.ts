import { UserError } from "../shared/composeProtocol";
import { backendNames, type Computing, usualComputing } from "../shared/computing";
import { reasonOf } from "../worker/fileErrors";
import { packageFolder } from "../worker/tfjsNode/packageFolder";
import type { OptionSpecs, Options } from "./options";
import type { Terminal } from "./terminal";

/** The options of every command that computes. */
export const computingOptions: OptionSpecs = { backend: "text", "tfjs-node-path": "text" };

/** What those options say; throws a UserError for a backend or a tfjs-node that there is not. */
export function computingOf(options: Options, { distFolder }: Terminal): Computing {
  const backend = options.oneOf("backend", ["auto", ...backendNames]) ?? usualComputing.backend;
  const tfjsNodePath = options.text("tfjs-node-path") ?? usualComputing.tfjsNodePath;
  if (options.text("tfjs-node-path") !== undefined) {
    try {
      packageFolder({ distFolder, tfjsNodePath });
    } catch (error) {
      throw new UserError(reasonOf(error));
    }
  }
  return { ...usualComputing, backend, tfjsNodePath };
}
