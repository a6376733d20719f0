/**
 * z[rows, columns] = the sum of `count` rows of the table, [size, columns], from left to right. Row r reads its `count` ids,
 * int32, at ids + r · idsStride.
 */
export function gatherSum(
  z: usize, ids: usize, idsStride: usize, rows: i32, count: i32, table: usize, columns: i32,
): void {
  const length = <usize>columns << 2;
  const end = <usize>count << 2;
  for (let r = 0; r < rows; r++) {
    let at: usize = 0;
    // What the processor can keep at hand of the sums: 32 columns.
    for (; at + 128 <= length; at += 128) {
      let from = table + at + <usize>load<i32>(ids) * length;
      let a0 = v128.load(from), a1 = v128.load(from, 16), a2 = v128.load(from, 32), a3 = v128.load(from, 48);
      let a4 = v128.load(from, 64), a5 = v128.load(from, 80), a6 = v128.load(from, 96), a7 = v128.load(from, 112);
      for (let k: usize = 4; k < end; k += 4) {
        from = table + at + <usize>load<i32>(ids + k) * length;
        a0 = f32x4.add(a0, v128.load(from));
        a1 = f32x4.add(a1, v128.load(from, 16));
        a2 = f32x4.add(a2, v128.load(from, 32));
        a3 = f32x4.add(a3, v128.load(from, 48));
        a4 = f32x4.add(a4, v128.load(from, 64));
        a5 = f32x4.add(a5, v128.load(from, 80));
        a6 = f32x4.add(a6, v128.load(from, 96));
        a7 = f32x4.add(a7, v128.load(from, 112));
      }
      v128.store(z + at, a0);
      v128.store(z + at, a1, 16);
      v128.store(z + at, a2, 32);
      v128.store(z + at, a3, 48);
      v128.store(z + at, a4, 64);
      v128.store(z + at, a5, 80);
      v128.store(z + at, a6, 96);
      v128.store(z + at, a7, 112);
    }
    for (; at < length; at += 16) {
      let sum = v128.load(table + at + <usize>load<i32>(ids) * length);
      for (let k: usize = 4; k < end; k += 4) {
        sum = f32x4.add(sum, v128.load(table + at + <usize>load<i32>(ids + k) * length));
      }
      v128.store(z + at, sum);
    }
    z += length;
    ids += idsStride;
  }
}

// @ts-ignore: decorators are AssemblyScript's own
@inline
function addScaled(z: usize, sum: v128, scales: usize): void {
  const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(sum));
  const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(sum));
  v128.store(z, f32x4.add(v128.load(z), f32x4.mul(low, v128.load(scales))));
  v128.store(z, f32x4.add(v128.load(z, 16), f32x4.mul(high, v128.load(scales, 16))), 16);
}

/**
 * z[rows, columns] += the sum of `count` rows of the table, [size, columns] of int16, · scales[columns]; ids as above. No
 * sum may exceed 16 bits: whoever made the table saw to that.
 */
export function gatherSumInt16(
  z: usize, ids: usize, idsStride: usize, rows: i32, count: i32, table: usize, scales: usize, columns: i32,
): void {
  const length = <usize>columns << 1;
  const end = <usize>count << 2;
  for (let r = 0; r < rows; r++) {
    let at: usize = 0;
    for (; at + 64 <= length; at += 64) {
      let a0 = i16x8.splat(0), a1 = a0, a2 = a0, a3 = a0;
      for (let k: usize = 0; k < end; k += 4) {
        const from = table + at + <usize>load<i32>(ids + k) * length;
        a0 = i16x8.add(a0, v128.load(from));
        a1 = i16x8.add(a1, v128.load(from, 16));
        a2 = i16x8.add(a2, v128.load(from, 32));
        a3 = i16x8.add(a3, v128.load(from, 48));
      }
      const to = z + 2 * at, by = scales + 2 * at;
      addScaled(to, a0, by);
      addScaled(to + 32, a1, by + 32);
      addScaled(to + 64, a2, by + 64);
      addScaled(to + 96, a3, by + 96);
    }
    for (; at < length; at += 16) {
      let sum = i16x8.splat(0);
      for (let k: usize = 0; k < end; k += 4) {
        sum = i16x8.add(sum, v128.load(table + at + <usize>load<i32>(ids + k) * length));
      }
      addScaled(z + 2 * at, sum, scales + 2 * at);
    }
    z += length << 1;
    ids += idsStride;
  }
}

/** into[columns] += what each column's values are at most, whatever their sign; `values` are [rows, columns]. */
export function addGreatest(into: usize, values: usize, rows: i32, columns: i32): void {
  const length = <usize>columns << 2;
  for (let at: usize = 0; at < length; at += 16) {
    let most = f32x4.splat(0);
    let from = values + at;
    for (let r = 0; r < rows; r++, from += length) most = f32x4.max(most, f32x4.abs(v128.load(from)));
    v128.store(into + at, f32x4.add(v128.load(into + at), most));
  }
}

/** rounded[rows, columns] of int16 = values / scales[columns], to the nearest whole number; 0 where the scale is 0. */
export function roundInt16(rounded: usize, values: usize, scales: usize, rows: i32, columns: i32): void {
  const length = <usize>columns << 2;
  const none = f32x4.splat(0);
  for (let at: usize = 0; at < length; at += 32) {
    const low = v128.load(scales + at), high = v128.load(scales + at, 16);
    const isLow = f32x4.ne(low, none), isHigh = f32x4.ne(high, none);
    let from = values + at, to = rounded + (at >> 1);
    for (let r = 0; r < rows; r++, from += length, to += length >> 1) {
      const a = v128.and(f32x4.div(v128.load(from), low), isLow);
      const b = v128.and(f32x4.div(v128.load(from, 16), high), isHigh);
      v128.store(to, i16x8.narrow_i32x4_s(
        i32x4.trunc_sat_f32x4_s(f32x4.nearest(a)), i32x4.trunc_sat_f32x4_s(f32x4.nearest(b)),
      ));
    }
  }
}
