import type { Architecture } from "../architecture";
import type { CharModel } from "../charModel";
import { checkChunk } from "../checkCall";
import type { Weights } from "../initialize";
import type { NetworkState, Recipe, Trainee, TrainStep } from "../network";
import { carriedOn, chunkLosses } from "../tfjsNetwork";
import type { Chunk } from "./batches";
import { adam, type Optimizer, sgd } from "./optimizer";
import { trainOnChunk } from "./step";

/** A network in training on the backend of tfjs that is in use, in float32. */
export class TfjsTrainee implements Trainee {
  readonly architecture: Architecture;
  private readonly model: CharModel;
  private readonly recipe: Recipe;
  private readonly optimizer: Optimizer;

  /** `dispose` frees the model, too. */
  constructor(model: CharModel, recipe: Recipe) {
    this.architecture = model.architecture;
    this.model = model;
    this.recipe = recipe;
    this.optimizer =
      recipe.optimizer === "adam"
        ? adam(model.variables, recipe.weightDecay)
        : sgd(model.variables);
  }

  train(chunk: Chunk, state: NetworkState, step: TrainStep): { lossSum: number; norm: number } {
    checkChunk(this.architecture, chunk, state);
    const options = { ...step, clip: this.recipe.clip };
    const { lossSum, norm } = carriedOn(this.architecture, state, (tensors) =>
      trainOnChunk(this.model, this.optimizer, chunk, tensors, options),
    );
    this.model.refresh();
    return { lossSum, norm };
  }

  losses(chunk: Chunk, state: NetworkState): Float32Array {
    return chunkLosses(this.model, chunk, state);
  }

  weights(): Map<string, Float32Array> {
    return this.model.weights();
  }

  assign(weights: Weights): void {
    this.model.assign(weights);
  }

  dispose(): void {
    this.optimizer.dispose();
    this.model.dispose();
  }
}
