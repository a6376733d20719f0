import { type Architecture, gatesOf, type WeightSpec, weightNames } from "../../architecture";
import { joinedSpecs } from "../../head";
import { padded } from "../kernels";
import { type Matrix, packInto, paddedColumns, padInto, unpack, unpad } from "../packing";

/**
 * A weight as it lies in the kernels' memory, its blocks of columns padded to multiples of 8: matrices that hidden states
 * are multiplied with are packed in panels of 8 columns, tables and biases are row-major.
 */
export interface Parameter {
  readonly name: string;
  /** The first of its numbers among those of all parameters. */
  readonly offset: number;
  /** How many numbers it takes, padding and all; a multiple of 16. */
  readonly length: number;
  readonly shape: Omit<Matrix, "values">;
  /** The rows of a panel, 0 when the weight is row-major. */
  readonly panelRows: number;
  /** Whether weight decay applies: to matrices. */
  readonly decays: boolean;
}

/** The parameters of a network, its head joined, by name, in the order of its weights, and how many numbers they take together. */
export function parametersOf(architecture: Architecture): {
  parameters: ReadonlyMap<string, Parameter>;
  length: number;
} {
  const parameters = new Map<string, Parameter>();
  let offset = 0;
  for (const spec of joinedSpecs(architecture)) {
    const shape = shapeOf(architecture, spec);
    const panelRows = isPacked(architecture, spec) ? padded(shape.rows) : 0;
    const numbers = (panelRows || shape.rows) * paddedColumns({ ...shape, values: empty });
    const length = (numbers + 15) & ~15;
    const decays = spec.shape.length > 1;
    parameters.set(spec.name, { name: spec.name, offset, length, shape, panelRows, decays });
    offset += length;
  }
  return { parameters, length: offset };
}

const empty = new Float32Array();

function shapeOf(architecture: Architecture, { name, shape }: WeightSpec): Parameter["shape"] {
  const [rows, columns] = shape.length > 1 ? shape : [1, shape[0]];
  const blocks = name.startsWith("recurrent_") ? gatesOf(architecture.cell) : 1;
  return { rows: rows as number, blocks, size: (columns as number) / blocks };
}

function isPacked({ inputs }: Architecture, { name, shape }: WeightSpec): boolean {
  return shape.length > 1 && !inputs.some((input) => weightNames.embedding(input) === name);
}

/** Puts a weight into its place, the padding zero. */
export function putParameter(
  into: Float32Array,
  { shape, panelRows }: Parameter,
  values: Float32Array,
): void {
  into.fill(0);
  if (panelRows > 0) packInto(into, { ...shape, values }, panelRows);
  else padInto(into, { ...shape, values });
}

/** Takes a weight out of its place. */
export function takeParameter(from: Float32Array, { shape, panelRows }: Parameter): Float32Array {
  return panelRows > 0 ? unpack(from, shape, panelRows) : unpad(from, shape);
}
