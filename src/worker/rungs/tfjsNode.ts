import { BackendLostError, type Rung, type RungPlaces } from "../rung";
import { packageFolder } from "../tfjsNode/packageFolder";
import { type Child, startChild } from "../tfjsNode/parent";
import { RemoteNetwork, RemoteTrainee } from "../tfjsNode/remote";

/**
 * Starts tfjs-node in a process of its own and waits until it has shown that it computes. Throws when it is not
 * installed, does not load or computes wrongly.
 */
export async function loadTfjsNode(places: RungPlaces): Promise<Rung> {
  const folder = packageFolder(places);
  const child = startChild(places);
  const version = await loaded(child, folder);
  const { remote } = child;
  return {
    name: "tfjs-node",
    description: `tfjs-node ${version} in a process of its own`,
    network: async (architecture, weights) =>
      new RemoteNetwork(remote, architecture, await remote.network(architecture, weights)),
    trainee: async (architecture, weights, recipe) =>
      new RemoteTrainee(remote, architecture, await remote.trainee(architecture, weights, recipe)),
    dispose: () => child.end(),
  };
}

/** Loading takes half a second; a damaged library or a stuck disk must not hold the ladder up. */
const patience = 30_000;

async function loaded(child: Child, folder: string): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it did not start within 30 seconds.")), patience);
  });
  try {
    return await Promise.race([child.remote.load(folder), late]);
  } catch (error) {
    await child.end();
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof BackendLostError) throw error;
    throw new Error(`tfjs-node in ${folder} cannot be used: ${message}`);
  } finally {
    clearTimeout(timer);
  }
}
