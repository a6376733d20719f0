import type { Architecture } from "./architecture";

interface Layer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}

/** What a layer reads: another one, or what that gave at one of its calls. */
type Source = string | readonly [layer: string, call: number];

/** The layer through which copied inputs go: row v of its table is 1 at output v − 1 and 0 elsewhere, row 0 all 0. */
const namedOutput = "named_output";

/** The name of that layer's table, which no training changes, among the weights of a saved model. */
export const namedOutputTable = `${namedOutput}/embeddings`;

/** That table, [outputs + 1, outputs]. */
export function namedOutputs(outputs: number): Float32Array {
  const table = new Float32Array((outputs + 1) * outputs);
  for (let output = 0; output < outputs; output++) table[(output + 1) * outputs + output] = 1;
  return table;
}

/**
 * The network as a functional tfjs LayersModel: one Embedding per input, Add, LSTM or SimpleRNN layers, Dropout, Dense. Of a
 * copied input a Dense of one unit is multiplied with the row of one frozen Embedding, and added to the Dense of all.
 */
export function topologyOf(architecture: Architecture): object {
  const { inputs } = architecture;
  const layers: Layer[] = [];
  const add = (
    className: string,
    name: string,
    config: object,
    ...calls: readonly (readonly Source[])[]
  ): string => {
    const inbound = calls.map((sources) =>
      sources.map((source) => {
        const [layer, call] = typeof source === "string" ? [source, 0] : source;
        return [layer, call, 0, {}];
      }),
    );
    layers.push({
      name,
      class_name: className,
      config: { name, trainable: true, ...config },
      inbound_nodes: inbound,
    });
    return name;
  };
  const sources = inputs.map((input) => {
    const shape = { batch_input_shape: [null, null], dtype: "int32", sparse: false };
    return add("InputLayer", input.name, shape);
  });
  const embedded = inputs.map((input, index) =>
    add(
      "Embedding",
      `${input.name}_embedding`,
      { input_dim: input.size, output_dim: architecture.embedding, mask_zero: false },
      [sources[index] as string],
    ),
  );
  let top = embedded.length === 1 ? (embedded[0] as string) : add("Add", "sum", {}, embedded);
  for (let layer = 0; layer < architecture.layers; layer++) {
    const lstm = architecture.cell === "lstm";
    const config = {
      units: architecture.hidden,
      activation: "tanh",
      use_bias: true,
      return_sequences: true,
      return_state: false,
      ...(lstm
        ? { recurrent_activation: "sigmoid", unit_forget_bias: true, implementation: 1 }
        : {}),
    };
    top = add(lstm ? "LSTM" : "SimpleRNN", `recurrent_${layer + 1}`, config, [top]);
  }
  top = add("Dropout", "dropout", { rate: architecture.dropout }, [top]);
  const dense = { units: architecture.outputs, activation: "linear", use_bias: true };
  const read = top;
  top = add("Dense", "output", dense, [read]);
  const copied = inputs.filter((input) => input.copied);
  if (copied.length > 0) {
    const { outputs } = architecture;
    const table = { input_dim: outputs + 1, output_dim: outputs, mask_zero: false };
    const each = copied.map(({ name }) => [name]);
    add("Embedding", namedOutput, { ...table, trainable: false }, ...each);
    const copies = copied.map(({ name }, call) => {
      const one = { units: 1, activation: "linear", use_bias: true };
      const strength = add("Dense", `${name}_copy`, one, [read]);
      return add("Multiply", `${name}_copied`, {}, [strength, [namedOutput, call]]);
    });
    top = add("Add", "output_with_copies", {}, [top, ...copies]);
  }
  return {
    keras_version: "tfjs-layers 4.22.0",
    backend: "tensor_flow.js",
    model_config: {
      class_name: "Model",
      config: {
        name: "tunesmith",
        layers,
        input_layers: sources.map((name) => [name, 0, 0]),
        output_layers: [[top, 0, 0]],
      },
    },
  };
}
