/** x[count] = 0. */
export function clear(x: usize, count: i32): void {
  memory.fill(x, 0, <usize>count << 2);
}

/** y[count] += x[count]. */
export function sum(y: usize, x: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 16) v128.store(y + i, f32x4.add(v128.load(y + i), v128.load(x + i)));
}

/** y[columns] += the sum over the rows of x [rows, columns]. */
export function sumRows(y: usize, x: usize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; r++, x += <usize>columns << 2) sum(y, x, columns);
}

/** y[count] = x · mask. */
export function scale(y: usize, x: usize, mask: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    v128.store(y + i, f32x4.mul(v128.load(x + i), v128.load(mask + i)));
  }
}

/** The sum of the squares of x[count], in double precision. */
export function squares(x: usize, count: i32): f64 {
  let a = f64x2.splat(0), b = a;
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const v = v128.load(x + i);
    const low = f64x2.promote_low_f32x4(v);
    const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0));
    a = f64x2.add(a, f64x2.mul(low, low));
    b = f64x2.add(b, f64x2.mul(high, high));
  }
  a = f64x2.add(a, b);
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

/** w ← w − rate · scale · g. */
export function sgd(w: usize, g: usize, count: i32, rate: f32, scale: f32): void {
  const by = f32x4.splat(rate * scale);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(v128.load(g + i), by)));
  }
}

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019), ε = 1e-8: `size` is
 * rate / (1 − β1^t), `correction` 1 / √(1 − β2^t), `decay` rate · decay; g counts `scale` times.
 */
export function adam(
  w: usize, g: usize, mean: usize, square: usize, count: i32,
  scale: f32, beta1: f32, beta2: f32, size: f32, correction: f32, decay: f32,
): void {
  const s = f32x4.splat(scale), b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2);
  const r1 = f32x4.splat(1 - beta1), r2 = f32x4.splat(1 - beta2);
  const step = f32x4.splat(size), fix = f32x4.splat(correction), epsilon = f32x4.splat(1e-8), d = f32x4.splat(decay);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const x = f32x4.mul(v128.load(g + i), s);
    const m = f32x4.add(f32x4.mul(v128.load(mean + i), b1), f32x4.mul(x, r1));
    const v = f32x4.add(f32x4.mul(v128.load(square + i), b2), f32x4.mul(f32x4.mul(x, x), r2));
    v128.store(mean + i, m);
    v128.store(square + i, v);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), fix), epsilon);
    const old = v128.load(w + i);
    const change = f32x4.add(f32x4.mul(f32x4.div(m, root), step), f32x4.mul(old, d));
    v128.store(w + i, f32x4.sub(old, change));
  }
}
