import type { Architecture } from "../model/architecture";
import type { Weights } from "../model/initialize";
import type { Inputs, Later, Network, NetworkState, StepExtras } from "../model/network";
import type { Chunk } from "../model/training/batches";
import type { Ladder } from "./backend";
import { freeQuietly } from "./freeQuietly";
import type { ComputePrecision, Rung } from "./rung";

/** Runs a network from a state that it carries on. */
type Run = (network: Network) => Later<Float32Array>;

/**
 * A network that outlives its rung: when that fails, it is made again on the next rung of its ladder, and the call that
 * failed is made there from the same state. So a text goes on at the character at which the rung was lost.
 */
export class FallingNetwork implements Network {
  readonly architecture: Architecture;
  private readonly ladder: Ladder;
  private readonly make: (rung: Rung) => Promise<Network>;
  private on: { readonly rung: Rung; readonly made: Network };
  /** The way to the next rung, for all calls that failed on the last one. */
  private falling: Promise<void> | undefined;
  private isFreed = false;

  /** Makes the network on the ladder's rung in use, or on the first below it that can. */
  static async on(
    ladder: Ladder,
    architecture: Architecture,
    weights: Weights,
    precision: ComputePrecision,
  ): Promise<FallingNetwork> {
    const make = (rung: Rung) => rung.network(architecture, weights, precision);
    return new FallingNetwork(ladder, architecture, make, await ladder.make(make));
  }

  private constructor(
    ladder: Ladder,
    architecture: Architecture,
    make: (rung: Rung) => Promise<Network>,
    on: { rung: Rung; made: Network },
  ) {
    this.ladder = ladder;
    this.architecture = architecture;
    this.make = make;
    this.on = on;
  }

  /** Of the network on the rung in use. */
  get precision(): ComputePrecision {
    return this.on.made.precision;
  }

  step(inputs: Inputs, state: NetworkState, extras?: StepExtras): Later<Float32Array> {
    return this.run((network) => network.step(inputs, state, extras));
  }

  read(inputs: Inputs, steps: number, state: NetworkState): Later<Float32Array> {
    return this.run((network) => network.read(inputs, steps, state));
  }

  losses(chunk: Chunk, state: NetworkState): Later<Float32Array> {
    return this.run((network) => network.losses(chunk, state));
  }

  dispose(): void {
    if (this.isFreed) return;
    this.isFreed = true;
    // What has failed was freed when it was given up; what it falls to goes when it is there.
    if (!this.falling) this.on.made.dispose();
  }

  private run(run: Run): Later<Float32Array> {
    if (this.isFreed) throw new Error("This network was freed.");
    const { on } = this;
    try {
      const result = run(on.made);
      return result instanceof Promise
        ? result.catch((error: unknown) => this.runBelow(on, error, run))
        : result;
    } catch (error) {
      return this.runBelow(on, error, run);
    }
  }

  private async runBelow(lost: typeof this.on, error: unknown, run: Run): Promise<Float32Array> {
    // What was asked for is impossible on any rung; the error may have come from another process, without its class.
    if (error instanceof Error && error.name === "BadCallError") throw error;
    // A rung is not to blame for what is taken from it.
    if (this.isFreed) throw error;
    if (this.on === lost) {
      this.falling ??= this.fall(lost, error).finally(() => {
        this.falling = undefined;
      });
      await this.falling;
    }
    return await this.run(run);
  }

  private async fall(lost: typeof this.on, error: unknown): Promise<void> {
    this.ladder.giveUp(lost.rung, error);
    freeQuietly(lost.made);
    this.on = await this.ladder.make(this.make);
    if (this.isFreed) freeQuietly(this.on.made);
  }
}
