/** The optimizers by name. */
export type OptimizerKind = "adam" | "sgd";

/** The learning rate at `progress` (0 to 1): a linear warm-up, then half a cosine down to `floor` of the peak. */
export function warmUpAndCosine(
  peak: number,
  progress: number,
  warmUp = 0.02,
  floor = 0.02,
): number {
  if (progress < warmUp) return (peak * progress) / warmUp;
  const along = Math.min(1, (progress - warmUp) / (1 - warmUp));
  return peak * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * along)));
}
