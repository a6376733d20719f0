import type { Architecture } from "../../model/architecture";
import type { Weights } from "../../model/initialize";
import type {
  Inputs,
  Network,
  NetworkState,
  StepExtras,
  Trainee,
  TrainStep,
} from "../../model/network";
import type { Chunk } from "../../model/training/batches";
import type { Remote } from "../../shared/rpc";
import type { ChildMethods, Handle } from "./protocol";

type Far = Remote<ChildMethods>;

/** What networks and trainees of the child process have in common. */
abstract class InChild {
  readonly architecture: Architecture;
  protected readonly far: Far;
  protected readonly handle: Handle;

  constructor(far: Far, architecture: Architecture, handle: Handle) {
    this.far = far;
    this.architecture = architecture;
    this.handle = handle;
  }

  async losses(chunk: Chunk, state: NetworkState): Promise<Float32Array> {
    const { losses, values } = await this.far.losses(this.handle, chunk, state);
    state.values.set(values);
    return losses;
  }

  dispose(): void {
    // A process that has gone has freed everything.
    this.far.free(this.handle).catch(() => {});
  }
}

/** A network in the child process. */
export class RemoteNetwork extends InChild implements Network {
  readonly precision = "float32";

  async step(inputs: Inputs, state: NetworkState, extras: StepExtras = {}): Promise<Float32Array> {
    const { gates, hold } = extras;
    const wishes = { gates: gates !== undefined, hold };
    const answer = await this.far.step(this.handle, inputs, state, wishes);
    state.values.set(answer.values);
    gates?.set(answer.gates);
    return answer.logits;
  }

  async read(inputs: Inputs, steps: number, state: NetworkState): Promise<Float32Array> {
    const { logits, values } = await this.far.read(this.handle, inputs, steps, state);
    state.values.set(values);
    return logits;
  }
}

/** A network in training in the child process. */
export class RemoteTrainee extends InChild implements Trainee {
  async train(
    chunk: Chunk,
    state: NetworkState,
    step: TrainStep,
  ): Promise<{ lossSum: number; norm: number }> {
    const { lossSum, norm, values } = await this.far.train(this.handle, chunk, state, step);
    state.values.set(values);
    return { lossSum, norm };
  }

  weights(): Promise<Map<string, Float32Array>> {
    return this.far.weights(this.handle);
  }

  async assign(weights: Weights): Promise<void> {
    await this.far.assign(this.handle, weights);
  }
}
