import { sigmoid4, tanh4 } from "./math";

/** z[rows, columns] = row, in every row. */
export function broadcast(z: usize, row: usize, rows: i32, columns: i32): void {
  const length = <usize>columns << 2;
  for (let r = 0; r < rows; r++) memory.copy(z + <usize>r * length, row, length);
}

/**
 * One step of the LSTM: c ← σ(f) c + σ(i) tanh(g), h ← σ(o) tanh(c). z [rows, 4 · units] holds i, f, g, o before their
 * activation; c and h are [rows, units].
 */
export function lstmStep(z: usize, c: usize, h: usize, rows: i32, units: i32): void {
  const s = <usize>units << 2;
  for (let r = 0; r < rows; r++) {
    for (let j: usize = 0; j < s; j += 16) {
      const i = sigmoid4(v128.load(z + j)), f = sigmoid4(v128.load(z + s + j));
      const g = tanh4(v128.load(z + 2 * s + j)), o = sigmoid4(v128.load(z + 3 * s + j));
      const next = f32x4.add(f32x4.mul(f, v128.load(c + j)), f32x4.mul(i, g));
      v128.store(c + j, next);
      v128.store(h + j, f32x4.mul(o, tanh4(next)));
    }
    z += 4 * s;
    c += s;
    h += s;
  }
}

/**
 * The same, and keeps what the gradient and recording need: z becomes the activated gates, and the new cell state, its
 * tanh (where `tanhC` is not 0) and the hidden state go to places of their own.
 */
export function lstmForward(z: usize, c: usize, cNext: usize, tanhC: usize, h: usize, rows: i32, units: i32): void {
  const s = <usize>units << 2;
  for (let r = 0; r < rows; r++) {
    for (let j: usize = 0; j < s; j += 16) {
      const i = sigmoid4(v128.load(z + j)), f = sigmoid4(v128.load(z + s + j));
      const g = tanh4(v128.load(z + 2 * s + j)), o = sigmoid4(v128.load(z + 3 * s + j));
      v128.store(z + j, i);
      v128.store(z + s + j, f);
      v128.store(z + 2 * s + j, g);
      v128.store(z + 3 * s + j, o);
      const next = f32x4.add(f32x4.mul(f, v128.load(c + j)), f32x4.mul(i, g));
      const t = tanh4(next);
      v128.store(cNext + j, next);
      if (tanhC) v128.store(tanhC + j, t);
      v128.store(h + j, f32x4.mul(o, t));
    }
    z += 4 * s;
    c += s;
    cNext += s;
    if (tanhC) tanhC += s;
    h += s;
  }
}

/** h = tanh(z), [count], which may be the same place. */
export function rnnForward(z: usize, h: usize, count: i32): void {
  const end = z + (<usize>count << 2);
  for (; z < end; z += 16, h += 16) v128.store(h, tanh4(v128.load(z)));
}
