import { createRequire } from "node:module";
import path from "node:path";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";

/** An attribute of one of TensorFlow's operations; `type` is one of its TF_ATTR constants. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** What is used of tfjs-node's backend; its types are not there when it is not installed. */
interface NodeBackend {
  readonly binding: Readonly<Record<string, number>>;
  executeMultipleOutputs(
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

/** TensorFlow's own operations by name, those tfjs knows nothing of among them. */
export class TensorFlow {
  /** The version of tfjs-node. */
  readonly version: string;
  private readonly backend: NodeBackend;
  private readonly Int64: new (
    value: number,
  ) => tf.Tensor;

  constructor(version: string, Int64: new (value: number) => tf.Tensor) {
    this.version = version;
    this.backend = tf.backend() as unknown as NodeBackend;
    this.Int64 = Int64;
  }

  /** Runs an operation; its outputs are tensors like those of tfjs' own, freed by `tf.tidy`. */
  run(
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[] {
    return this.backend.executeMultipleOutputs(operation, attributes, inputs, outputs);
  }

  float(name: string, value: number): Attribute {
    return { name, type: this.constant("TF_ATTR_FLOAT"), value };
  }

  bool(name: string, value: boolean): Attribute {
    return { name, type: this.constant("TF_ATTR_BOOL"), value };
  }

  /** The attribute that says of what type tensors are. */
  type(name: string, type: "TF_FLOAT" | "TF_INT32"): Attribute {
    return { name, type: this.constant("TF_ATTR_TYPE"), value: this.constant(type) };
  }

  /** A whole number as the 64-bit scalar that some operations ask for; only good as an input of `run`. */
  int64(value: number): tf.Tensor {
    return new this.Int64(value);
  }

  private constant(name: string): number {
    const value = this.backend.binding[name];
    if (value === undefined) throw new Error(`This tfjs-node has no ${name}.`);
    return value;
  }
}

/**
 * Loads the tfjs-node in `folder` and makes it the backend of tfjs. Throws when it cannot be loaded or multiplies
 * wrongly.
 */
export function loadTensorFlow(folder: string): TensorFlow {
  const require = createRequire(path.join(folder, "package.json"));
  // Node 23 dropped what tfjs-node 4.22 still calls.
  const older = util as { isNullOrUndefined?: (value: unknown) => boolean };
  older.isNullOrUndefined ??= (value) => value === undefined || value === null;
  // tfjs-node brings a tfjs-core of its own. It joins the engine of ours, for that is one for the whole process, but
  // would warn that Node has been made its platform before.
  const isTest = tf.env().getBool("IS_TEST");
  tf.env().set("IS_TEST", true);
  try {
    require(folder);
  } finally {
    tf.env().set("IS_TEST", isTest);
  }
  if (tf.getBackend() !== "tensorflow") throw new Error("tfjs-node did not become the backend.");
  checkProduct();
  const { Int64Scalar } = require(path.join(folder, "dist/int64_tensors"));
  const { version } = require(path.join(folder, "package.json"));
  return new TensorFlow(version, Int64Scalar);
}

/** A library built for other processors or half replaced may load and still be wrong. */
function checkProduct(): void {
  const product = tf.tidy(() => [
    ...tf
      .matMul(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), tf.tensor2d([7, 8, 9, 10, 11, 12], [3, 2]))
      .dataSync(),
  ]);
  if (String(product) !== "58,64,139,154") {
    throw new Error(`tfjs-node multiplies wrongly: ${product} for 58,64,139,154.`);
  }
}
