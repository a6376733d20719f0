import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { CharModel } from "../../../src/model/charModel";
import { gatesSize } from "../../../src/model/network";
import { TfjsNetwork } from "../../../src/model/tfjsNetwork";
import { TfjsTrainee } from "../../../src/model/training/tfjsTrainee";
import { connect, type Methods } from "../../../src/shared/rpc";
import type { ChildMethods } from "../../../src/worker/tfjsNode/protocol";

// Stands in for the process of tfjs-node where that is not there: a real process, which computes on tfjs' cpu backend.
void tf.setBackend("cpu");
const networks: TfjsNetwork[] = [];
const trainees: TfjsTrainee[] = [];

const methods: ChildMethods = {
  // Where its version belongs, it tells whom to kill.
  load: () => `of process ${process.pid}`,
  network: (shape, weights) =>
    networks.push(new TfjsNetwork(new CharModel(shape, weights))) * 2 - 2,
  trainee: (shape, weights, recipe) =>
    trainees.push(new TfjsTrainee(new CharModel(shape, weights), recipe)) * 2 - 1,
  step(handle, inputs, state, { gates: wanted, hold }) {
    const network = networkOf(handle);
    const gates = new Float32Array(wanted ? gatesSize(network.architecture, state.lanes) : 0);
    const extras = { ...(wanted && { gates }), ...(hold && { hold }) };
    return { logits: network.step(inputs, state, extras), values: state.values, gates };
  },
  read: (handle, inputs, steps, state) => ({
    logits: networkOf(handle).read(inputs, steps, state),
    values: state.values,
  }),
  losses: (handle, chunk, state) => ({
    losses: (handle % 2 === 0 ? networkOf(handle) : traineeOf(handle)).losses(chunk, state),
    values: state.values,
  }),
  train: (handle, chunk, state, step) => ({
    ...traineeOf(handle).train(chunk, state, step),
    values: state.values,
  }),
  weights: (handle) => traineeOf(handle).weights(),
  assign: (handle, weights) => traineeOf(handle).assign(weights),
  free: (handle) => (handle % 2 === 0 ? networkOf(handle) : traineeOf(handle)).dispose(),
};

function networkOf(handle: number): TfjsNetwork {
  return networks[handle / 2] as TfjsNetwork;
}

function traineeOf(handle: number): TfjsTrainee {
  return trainees[(handle - 1) / 2] as TfjsTrainee;
}

process.on("disconnect", () => process.exit());
connect(
  {
    post: (message) => void process.send?.(message as object),
    listen: (receive) => void process.on("message", receive),
  },
  methods as unknown as Methods,
);
