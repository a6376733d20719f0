import type { Architecture } from "../../model/architecture";
import { CharModel } from "../../model/charModel";
import type { Weights } from "../../model/initialize";
import { gatesSize } from "../../model/network";
import { TfjsNetwork } from "../../model/tfjsNetwork";
import { TfjsTrainee } from "../../model/training/tfjsTrainee";
import { EvenLanes } from "./evenLanes";
import { fusedLstm } from "./fusedLstm";
import type { ChildMethods, Handle } from "./protocol";
import { loadTensorFlow, type TensorFlow } from "./tensorflow";

/** What a handle stands for, and what it holds besides. */
type Held = { readonly free: () => void } & (
  | { readonly network: EvenLanes }
  | { readonly trainee: TfjsTrainee }
);

/** Computes with tfjs-node in this process. */
export function childMethods(): ChildMethods {
  const holding = new Map<Handle, Held>();
  let tensorflow: TensorFlow | undefined;
  let last: Handle = 0;

  const keep = (held: Held): Handle => {
    last++;
    holding.set(last, held);
    return last;
  };
  const held = (handle: Handle): Held => {
    const found = holding.get(handle);
    if (!found) throw new Error("This network was freed.");
    return found;
  };
  const networkOf = (handle: Handle): EvenLanes => {
    const found = held(handle);
    if (!("network" in found)) throw new Error("This is no network to compose with.");
    return found.network;
  };
  const traineeOf = (handle: Handle): TfjsTrainee => {
    const found = held(handle);
    if (!("trainee" in found)) throw new Error("This is no network to train.");
    return found.trainee;
  };
  /** The LSTM in TensorFlow's fused operations; of a plain RNN there are none. */
  const model = (architecture: Architecture, weights: Weights) => {
    if (!tensorflow) throw new Error("tfjs-node is not loaded.");
    if (architecture.cell !== "lstm") {
      return { model: new CharModel(architecture, weights), free: () => {} };
    }
    const cell = fusedLstm(tensorflow);
    return { model: new CharModel(architecture, weights, { cell }), free: () => cell.dispose() };
  };

  return {
    load(folder) {
      tensorflow ??= loadTensorFlow(folder);
      return tensorflow.version;
    },
    network(architecture, weights) {
      const made = model(architecture, weights);
      return keep({ network: new EvenLanes(new TfjsNetwork(made.model)), free: made.free });
    },
    trainee(architecture, weights, recipe) {
      const made = model(architecture, weights);
      return keep({ trainee: new TfjsTrainee(made.model, recipe), free: made.free });
    },
    step(handle, inputs, state, { gates: wanted, hold }) {
      const network = networkOf(handle);
      const size = wanted ? gatesSize(network.architecture, state.lanes) : 0;
      const gates = new Float32Array(size);
      const extras = { ...(wanted && { gates }), ...(hold && { hold }) };
      return { logits: network.step(inputs, state, extras), values: state.values, gates };
    },
    read(handle, inputs, steps, state) {
      return { logits: networkOf(handle).read(inputs, steps, state), values: state.values };
    },
    losses(handle, chunk, state) {
      const found = held(handle);
      const either = "network" in found ? found.network : found.trainee;
      return { losses: either.losses(chunk, state), values: state.values };
    },
    train(handle, chunk, state, step) {
      return { ...traineeOf(handle).train(chunk, state, step), values: state.values };
    },
    weights: (handle) => traineeOf(handle).weights(),
    assign: (handle, weights) => traineeOf(handle).assign(weights),
    free(handle) {
      const found = held(handle);
      holding.delete(handle);
      ("network" in found ? found.network : found.trainee).dispose();
      found.free();
    },
  };
}
