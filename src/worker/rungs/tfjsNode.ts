import { availableParallelism } from "node:os";
import { BackendLostError, type Rung, type RungPlaces } from "../rung";
import { packageFolder } from "../tfjsNode/packageFolder";
import { type Child, startChild } from "../tfjsNode/parent";
import { RemoteNetwork, RemoteTrainee } from "../tfjsNode/remote";

/** Loading takes half a second; a damaged library or a stuck disk must not hold the ladder up. */
const usualPatience = 30_000;

/**
 * Starts tfjs-node in a process of its own and waits until it has shown that it computes. Throws when it is not
 * installed, does not load, computes wrongly, or has not started after so many milliseconds.
 */
export async function loadTfjsNode(places: RungPlaces, patience = usualPatience): Promise<Rung> {
  const folder = packageFolder(places);
  const child = startChild(places);
  const version = await loaded(child, folder, patience);
  const { remote } = child;
  return {
    name: "tfjs-node",
    description: `tfjs-node ${version} in a process of its own`,
    network: async (architecture, weights) =>
      new RemoteNetwork(remote, architecture, await remote.network(architecture, weights)),
    trainee: async (architecture, weights, recipe) =>
      new RemoteTrainee(remote, architecture, await remote.trainee(architecture, weights, recipe)),
    training: () => ({ threads: places.threads ?? availableParallelism() }),
    dispose: () => child.end(),
  };
}

async function loaded(child: Child, folder: string, patience: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new Error(`it did not start within ${patience / 1000} seconds.`));
    }, patience);
  });
  try {
    return await Promise.race([child.remote.load(folder), late]);
  } catch (error) {
    const gone = child.end();
    // What is stuck may not even be ended.
    if (!isLate) await gone;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof BackendLostError) throw error;
    throw new Error(`tfjs-node in ${folder} cannot be used: ${message}`);
  } finally {
    clearTimeout(timer);
  }
}
