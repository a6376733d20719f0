import { availableParallelism, homedir } from "node:os";
import type { Architecture } from "../model/architecture";
import type { Weights } from "../model/initialize";
import type { Network } from "../model/network";
import { UserError } from "../shared/composeProtocol";
import type { Computing } from "../shared/computing";
import { FallingNetwork } from "./fallingNetwork";
import { reasonOf } from "./fileErrors";
import {
  type ComputePrecision,
  type Networks,
  type Rung,
  type RungName,
  type RungPlaces,
  rungNames,
} from "./rung";

/** Loads a rung; throws when it cannot. */
export type RungLoader = (name: RungName, places: RungPlaces) => Promise<Rung>;

/** Loads a rung of this program. Each imports its own code, so that no other rung pays for it. */
export const loadRung: RungLoader = async (name, places) => {
  switch (name) {
    case "fused":
      return (await import("./rungs/fused")).loadFused(places);
    case "tfjs-node":
      return (await import("./rungs/tfjsNode")).loadTfjsNode(places);
    default:
      return (await import("./rungs/tfjs")).loadTfjs(name, places);
  }
};

/** The rungs to try for a backend that is wanted, in their order: it and those below it, or all of them. */
export function rungsFrom(wanted: RungName | "auto"): readonly RungName[] {
  return wanted === "auto" ? rungNames : rungNames.slice(rungNames.indexOf(wanted));
}

/** Where rungs find what they load, by the settings; `~` begins a path in the home folder. */
export function placesOf({ threads, tfjsNodePath }: Computing, distFolder: string): RungPlaces {
  return {
    distFolder,
    threads: threads > 0 ? threads : Math.max(1, availableParallelism() - 1),
    ...(tfjsNodePath !== "" && {
      tfjsNodePath: tfjsNodePath.replace(/^~(?=[\\/]|$)/, () => homedir()),
    }),
  };
}

/**
 * Rungs in an order, of which the first that works is in use. One that does not load, or fails later, is told to `log` and
 * given up for the next below; none is gone back to.
 */
export class Ladder implements Networks {
  readonly log: (line: string) => void;
  private readonly places: RungPlaces;
  private readonly left: RungName[];
  private readonly load: RungLoader;
  private current: Rung | undefined;
  private failure: unknown;
  /** The search for a rung that is under way, for all who want one meanwhile. */
  private loading: Promise<Rung> | undefined;
  private isClosed = false;

  constructor(
    places: RungPlaces,
    log: (line: string) => void,
    names: readonly RungName[] = rungNames,
    load: RungLoader = loadRung,
  ) {
    this.places = places;
    this.log = log;
    this.left = [...names];
    this.load = load;
  }

  /** The name of the rung in use; throws while there is none. */
  get name(): RungName {
    if (!this.current) throw new Error("No backend is loaded.");
    return this.current.name;
  }

  /** Whether every rung has failed. */
  get isSpent(): boolean {
    return !this.current && !this.loading && this.left.length === 0;
  }

  /** The rung in use; throws why the last one failed when there is none left. */
  async rung(): Promise<Rung> {
    if (this.current) return this.current;
    this.loading ??= this.loadNext().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /** Makes something on the rung in use, or on the first below it that can; throws a UserError of `make` on. */
  async make<Made>(make: (rung: Rung) => Promise<Made>): Promise<{ rung: Rung; made: Made }> {
    for (;;) {
      const rung = await this.rung();
      try {
        return { rung, made: await make(rung) };
      } catch (error) {
        // What the user asked for is at fault, not the rung.
        if (error instanceof UserError) throw error;
        this.giveUp(rung, error);
      }
    }
  }

  /** Makes a network that goes on, on the next rung, when the one it is on fails. */
  network(
    architecture: Architecture,
    weights: Weights,
    precision: ComputePrecision,
  ): Promise<Network> {
    return FallingNetwork.on(this, architecture, weights, precision);
  }

  /** Gives a rung up that has failed, unless that has happened already. */
  giveUp(lost: Rung, error: unknown): void {
    if (this.current !== lost) return;
    this.log(`The backend ${lost.name} failed: ${reasonOf(error)}`);
    this.current = undefined;
    this.failure = error;
    // Whether what is left of it goes quietly, or at all, must hold nobody up.
    void Promise.resolve()
      .then(() => lost.dispose())
      .catch(() => {});
  }

  /** Frees the rung in use, and one that is still being loaded; its networks go before. */
  async dispose(): Promise<void> {
    this.isClosed = true;
    const { current } = this;
    this.current = undefined;
    this.left.length = 0;
    await current?.dispose();
  }

  private async loadNext(): Promise<Rung> {
    for (;;) {
      const name = this.left.shift();
      if (name === undefined) throw this.failure ?? new Error("No backend could be loaded.");
      let rung: Rung;
      try {
        rung = await this.load(name, this.places);
      } catch (error) {
        this.log(`The backend ${name} did not load: ${reasonOf(error)}`);
        continue;
      }
      if (this.isClosed) {
        await rung.dispose();
        throw new Error("The backend is needed no more.");
      }
      this.log(`Backend: ${name} (${rung.description}).`);
      this.current = rung;
      return rung;
    }
  }
}
