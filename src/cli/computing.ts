import path from "node:path";
import { UserError } from "../shared/composeProtocol";
import { backendNames, type Computing, usualComputing } from "../shared/computing";
import { placesOf } from "../worker/backend";
import { reasonOf } from "../worker/fileErrors";
import { packageFolder } from "../worker/tfjsNode/packageFolder";
import type { OptionSpecs, Options } from "./options";
import type { Terminal } from "./terminal";

/** The options of every command that computes. */
export const computingOptions: OptionSpecs = {
  backend: "text",
  "tfjs-node-path": "text",
  threads: "text",
};

/** What those options say; throws a UserError for a backend or a tfjs-node that there is not. */
export function computingOf(options: Options, { distFolder }: Terminal): Computing {
  const backend = options.oneOf("backend", ["auto", ...backendNames]) ?? usualComputing.backend;
  const threads = options.number("threads", 0, 1024, true) ?? usualComputing.threads;
  const given = options.text("tfjs-node-path");
  const tfjsNodePath = given === undefined ? usualComputing.tfjsNodePath : fromHere(given);
  const computing = { ...usualComputing, backend, threads, tfjsNodePath };
  if (given !== undefined) {
    try {
      packageFolder(placesOf(computing, distFolder));
    } catch (error) {
      throw new UserError(reasonOf(error));
    }
  }
  return computing;
}

/** A path as it was typed, from the folder it was typed in; one that begins in the home folder stays. */
function fromHere(typed: string): string {
  return /^~([\\/]|$)/.test(typed) ? typed : path.resolve(typed);
}
