import { type Rung, type RungName, type RungPlaces, rungNames } from "./rung";

/** Loads a rung; throws when it cannot. Each imports its own code, so that no other rung pays for it. */
type Loader = (places: RungPlaces) => Promise<Rung>;

const loaders: Readonly<Partial<Record<RungName, Loader>>> = {
  fused: async (places) => (await import("./rungs/fused")).loadFused(places),
  wasm: async (places) => (await import("./rungs/tfjs")).loadTfjs("wasm", places),
  cpu: async (places) => (await import("./rungs/tfjs")).loadTfjs("cpu", places),
};

/**
 * Loads the first rung that can be loaded, from `wanted` downwards when given. The choice, and why others did not load,
 * is told to `log`; throws when none loads.
 */
export async function chooseRung(
  places: RungPlaces,
  log: (line: string) => void,
  wanted?: RungName,
): Promise<Rung> {
  for (const name of rungNames.slice(wanted ? rungNames.indexOf(wanted) : 0)) {
    try {
      const load = loaders[name];
      if (!load && name !== wanted) continue;
      if (!load) throw new Error("it is not part of this program.");
      const rung = await load(places);
      log(`Backend: ${rung.name} (${rung.description}).`);
      return rung;
    } catch (error) {
      log(`The backend ${name} did not load: ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new Error("No backend could be loaded.");
}
