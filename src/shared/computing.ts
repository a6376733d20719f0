/** The backends, best first. */
export const backendNames = ["fused", "tfjs-node", "wasm", "cpu"] as const;

/** The name of a backend. */
export type BackendName = (typeof backendNames)[number];

/** What weights may be while a network computes, the usual first. */
export const computePrecisions = ["int8", "float32"] as const;

/** What weights are while a network computes. */
export type ComputePrecision = (typeof computePrecisions)[number];

/** What a network is to compute with. */
export interface Computing {
  /** The backend to begin with, or "auto" for the best that loads. */
  readonly backend: BackendName | "auto";
  /** What the weights are to be, where the backend has it. */
  readonly precision: ComputePrecision;
  /** Threads, for backends that can use several; 0 for one less than the machine has cores. */
  readonly threads: number;
  /** The folder of @tensorflow/tfjs-node; "" for the one of a checkout. */
  readonly tfjsNodePath: string;
}

/** What is computed with unless the user says otherwise. */
export const usualComputing: Computing = {
  backend: "auto",
  precision: computePrecisions[0],
  threads: 0,
  tfjsNodePath: "",
};
