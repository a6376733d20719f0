/**
 * One step of the LSTM backward. z [rows, 4 · units] holds the activated gates and becomes the gradient of the gates
 * before activation; dh [rows, units] is the gradient of h, c the cell state before the step, tanhC of that behind it;
 * dc is the gradient of the cell state behind the step and becomes that before it.
 */
export function lstmBackward(z: usize, c: usize, tanhC: usize, dh: usize, dc: usize, rows: i32, units: i32): void {
  const s = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let r = 0; r < rows; r++) {
    for (let j: usize = 0; j < s; j += 16) {
      const i = v128.load(z + j), f = v128.load(z + s + j), g = v128.load(z + 2 * s + j), o = v128.load(z + 3 * s + j);
      const t = v128.load(tanhC + j), d = v128.load(dh + j);
      const throughTanh = f32x4.sub(one, f32x4.mul(t, t));
      const dCell = f32x4.add(v128.load(dc + j), f32x4.mul(f32x4.mul(d, o), throughTanh));
      v128.store(z + j, f32x4.mul(f32x4.mul(dCell, g), f32x4.mul(i, f32x4.sub(one, i))));
      v128.store(z + s + j, f32x4.mul(f32x4.mul(dCell, v128.load(c + j)), f32x4.mul(f, f32x4.sub(one, f))));
      v128.store(z + 2 * s + j, f32x4.mul(f32x4.mul(dCell, i), f32x4.sub(one, f32x4.mul(g, g))));
      v128.store(z + 3 * s + j, f32x4.mul(f32x4.mul(d, t), f32x4.mul(o, f32x4.sub(one, o))));
      v128.store(dc + j, f32x4.mul(dCell, f));
    }
    z += 4 * s;
    c += s;
    tanhC += s;
    dh += s;
    dc += s;
  }
}

/** One step of the RNN backward: z = dh (1 − h²), the gradient before activation, all [count]. */
export function rnnBackward(h: usize, dh: usize, z: usize, count: i32): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const v = v128.load(h + i);
    v128.store(z + i, f32x4.mul(v128.load(dh + i), f32x4.sub(one, f32x4.mul(v, v))));
  }
}

/** table[id] += z[row] for each of the `count` ids of each row, all different: the gradient of `gatherSum`. */
export function scatterAdd(
  z: usize, ids: usize, idsStride: usize, rows: i32, count: i32, table: usize, columns: i32,
): void {
  const length = <usize>columns << 2;
  const end = <usize>count << 2;
  for (let r = 0; r < rows; r++) {
    let at: usize = 0;
    for (; at + 64 <= length; at += 64) {
      const from = z + at;
      const a = v128.load(from), b = v128.load(from, 16), c = v128.load(from, 32), d = v128.load(from, 48);
      for (let k: usize = 0; k < end; k += 4) {
        const to = table + at + <usize>load<i32>(ids + k) * length;
        v128.store(to, f32x4.add(v128.load(to), a));
        v128.store(to, f32x4.add(v128.load(to, 16), b), 16);
        v128.store(to, f32x4.add(v128.load(to, 32), c), 32);
        v128.store(to, f32x4.add(v128.load(to, 48), d), 48);
      }
    }
    for (; at < length; at += 16) {
      const a = v128.load(z + at);
      for (let k: usize = 0; k < end; k += 4) {
        const to = table + at + <usize>load<i32>(ids + k) * length;
        v128.store(to, f32x4.add(v128.load(to), a));
      }
    }
    z += length;
    ids += idsStride;
  }
}
