import { startModelThread } from "./modelThread";

const options = {
  temperature: 1,
  topP: 1,
  topK: 0,
  bars: 0,
  maxChars: 1,
  keepMeter: true,
  sectionStrength: 0,
  motifStrength: 1,
  seed: 1,
  candidates: 1,
};

/** Milliseconds from starting the model's thread to the first character it composes with the model in a folder. */
export async function start(worker: string, model: string): Promise<{ ms: number }> {
  const began = performance.now();
  let first = Number.NaN;
  const thread = startModelThread(worker, () => {
    first ||= performance.now() - began;
  });
  const source = "X:1\nT:The Start\nM:6/8\nL:1/8\nK:D\n";
  const task = { kind: "continue", source, offset: source.length } as const;
  await thread.orBroken(thread.remote.compose(1, model, task, options));
  await thread.end();
  if (Number.isNaN(first)) throw new Error("The worker composed nothing.");
  return { ms: first };
}
