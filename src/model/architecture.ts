/** The kinds of recurrent cell: the LSTM, and the plain tanh RNN it is compared with. */
export type CellKind = "lstm" | "rnn";

/** One integer input of a step: each of its values has a row that is summed into the step's embedding. */
export interface InputSpec {
  /** What the integer means; the first input is always the character. */
  readonly name: string;
  /** The number of values, 0 to size - 1. */
  readonly size: number;
  /**
   * Whether the network can copy it: a value v above 0 stands for the output v - 1, to whose logit the network adds a
   * number computed from the top layer's hidden state.
   */
  readonly copied?: true;
}

/** The shape of a network: inputs → sum of embeddings → recurrent layers → dropout → logits. */
export interface Architecture {
  readonly cell: CellKind;
  readonly inputs: readonly InputSpec[];
  readonly embedding: number;
  readonly layers: number;
  readonly hidden: number;
  /** The share of the last layer's outputs that training leaves out at random. */
  readonly dropout: number;
  /** The number of symbols that are predicted. */
  readonly outputs: number;
}

/** Gates of a cell: the blocks of `hidden` columns in its kernels. */
export function gatesOf(cell: CellKind): number {
  return cell === "lstm" ? 4 : 1;
}

/** A weight's name in a saved model and its shape. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Names of the weights by their role, as a saved LayersModel calls them. */
export const weightNames = {
  embedding: (input: InputSpec): string => `${input.name}_embedding/embeddings`,
  kernel: (layer: number): string => `recurrent_${layer + 1}/kernel`,
  recurrent: (layer: number): string => `recurrent_${layer + 1}/recurrent_kernel`,
  bias: (layer: number): string => `recurrent_${layer + 1}/bias`,
  outputKernel: "output/kernel",
  outputBias: "output/bias",
  copyKernel: (input: InputSpec): string => `${input.name}_copy/kernel`,
  copyBias: (input: InputSpec): string => `${input.name}_copy/bias`,
} as const;

/** Which of a network's inputs are copied. */
export function copiedInputs({ inputs }: Architecture): number[] {
  return [...inputs.keys()].filter((index) => inputs[index]?.copied);
}

/** Every weight of a network in the order in which it is saved; gate blocks of an LSTM are i, f, c, o as in Keras. */
export function weightSpecs(shape: Architecture): WeightSpec[] {
  const columns = gatesOf(shape.cell) * shape.hidden;
  const specs: WeightSpec[] = shape.inputs.map((input) => ({
    name: weightNames.embedding(input),
    shape: [input.size, shape.embedding],
  }));
  for (let layer = 0; layer < shape.layers; layer++) {
    const rows = layer === 0 ? shape.embedding : shape.hidden;
    specs.push(
      { name: weightNames.kernel(layer), shape: [rows, columns] },
      { name: weightNames.recurrent(layer), shape: [shape.hidden, columns] },
      { name: weightNames.bias(layer), shape: [columns] },
    );
  }
  specs.push(
    { name: weightNames.outputKernel, shape: [shape.hidden, shape.outputs] },
    { name: weightNames.outputBias, shape: [shape.outputs] },
  );
  for (const input of shape.inputs.filter(({ copied }) => copied)) {
    specs.push(
      { name: weightNames.copyKernel(input), shape: [shape.hidden, 1] },
      { name: weightNames.copyBias(input), shape: [1] },
    );
  }
  return specs;
}

/** The number of values in a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The number of parameters of a network. */
export function parameterCount(shape: Architecture): number {
  return weightSpecs(shape).reduce((sum, spec) => sum + sizeOf(spec.shape), 0);
}

/** Says in one sentence what is wrong with a network's shape, or undefined. */
export function architectureProblem(shape: Architecture): string | undefined {
  const whole = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  if (shape.cell !== "lstm" && shape.cell !== "rnn") return `There is no cell "${shape.cell}".`;
  if (!whole(shape.layers, 1, 3)) return `A network has 1 to 3 layers, not ${shape.layers}.`;
  if (!whole(shape.hidden, 1, 4096)) return `A layer has 1 to 4096 units, not ${shape.hidden}.`;
  if (!whole(shape.embedding, 1, 4096)) return `An embedding has 1 to 4096 columns.`;
  if (!(shape.dropout >= 0 && shape.dropout < 1)) return "Dropout is at least 0 and below 1.";
  if (shape.inputs.length === 0) return "A network needs at least one input.";
  const values = shape.outputs + 1;
  const uncopiable = shape.inputs.find(
    ({ copied, size }, index) => copied && (index === 0 || size !== values),
  );
  if (uncopiable) {
    return `Only an input of ${values} values behind the first can be copied, not "${uncopiable.name}".`;
  }
  return undefined;
}
