import type { Architecture } from "./architecture";

interface Layer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}

/** The network as a functional tfjs LayersModel: one Embedding per input, Add, LSTM or SimpleRNN layers, Dropout, Dense. */
export function topologyOf(architecture: Architecture): object {
  const { inputs } = architecture;
  const layers: Layer[] = [];
  const add = (
    className: string,
    name: string,
    config: object,
    from: readonly string[],
  ): string => {
    const inbound = from.length > 0 ? [from.map((source) => [source, 0, 0, {}])] : [];
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
    return add("InputLayer", input.name, shape, []);
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
  top = add("Dense", "output", dense, [top]);
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
