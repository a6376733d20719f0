import { exp4 } from "./math";

/**
 * The loss of each row is −ln softmax(logits[row])[targets[row]] = ln total − shifted: `losses` [rows, 2] gets total and
 * shifted, for a logarithm would bring tables. Where `weights` is not 0, logits becomes the gradient
 * (softmax − one-hot) · weights[row] · scale. Logits are [rows, columns], of which `outputs` count; the rest become 0.
 */
export function crossEntropy(
  logits: usize, targets: usize, weights: usize, losses: usize, rows: i32, outputs: i32, columns: i32, scale: f32,
): void {
  const width = <usize>columns << 2;
  for (let r: usize = 0; r < <usize>rows; r++, logits += width) {
    for (let n = outputs; n < columns; n++) store<f32>(logits + (<usize>n << 2), -3.0e38);
    let highest4 = v128.load(logits);
    for (let i: usize = 16; i < width; i += 16) highest4 = f32x4.max(highest4, v128.load(logits + i));
    const highest = max(
      max(f32x4.extract_lane(highest4, 0), f32x4.extract_lane(highest4, 1)),
      max(f32x4.extract_lane(highest4, 2), f32x4.extract_lane(highest4, 3)),
    );
    const target = logits + (<usize>load<i32>(targets + (r << 2)) << 2);
    const shifted = load<f32>(target) - highest;
    const by = f32x4.splat(highest);
    let sum4 = f32x4.splat(0);
    for (let i: usize = 0; i < width; i += 16) {
      const e = exp4(f32x4.sub(v128.load(logits + i), by));
      v128.store(logits + i, e);
      sum4 = f32x4.add(sum4, e);
    }
    const total =
      f32x4.extract_lane(sum4, 0) + f32x4.extract_lane(sum4, 1) +
      (f32x4.extract_lane(sum4, 2) + f32x4.extract_lane(sum4, 3));
    store<f32>(losses + (r << 3), total);
    store<f32>(losses + (r << 3), shifted, 4);
    if (!weights) continue;
    const factor = load<f32>(weights + (r << 2)) * scale;
    const by4 = f32x4.splat(factor / total);
    for (let i: usize = 0; i < width; i += 16) v128.store(logits + i, f32x4.mul(v128.load(logits + i), by4));
    store<f32>(target, load<f32>(target) - factor);
    for (let n = outputs; n < columns; n++) store<f32>(logits + (<usize>n << 2), 0);
  }
}
