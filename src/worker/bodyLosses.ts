import { sequenceLosses } from "../model/evaluate";
import type { Network } from "../model/network";
import type { EncodedTune } from "./encode";

/** The loss of each tune's body in nats, its end included, dropout off; throws an AbortError when aborted. */
export async function bodyLosses(
  network: Network,
  tunes: readonly EncodedTune[],
  signal?: AbortSignal,
): Promise<number[]> {
  const losses = await sequenceLosses(
    network,
    tunes.map(({ sequence }) => sequence),
    signal ? { signal } : {},
  );
  return losses.map((tune, index) =>
    tune.subarray(tunes[index]?.bodyTarget).reduce((sum, loss) => sum + loss, 0),
  );
}
