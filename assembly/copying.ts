/**
 * logits[row, id − 1] += logits[row, outputs + j] for the j-th of the `count` ids of each row, from left to right; an id of 0
 * names none. Logits are [rows, columns], ids [rows, count] of int32.
 */
export function addCopies(logits: usize, ids: usize, rows: i32, count: i32, outputs: i32, columns: i32): void {
  const copies = <usize>outputs << 2, end = copies + (<usize>count << 2);
  for (let r = 0; r < rows; r++, logits += <usize>columns << 2) {
    for (let at = copies; at < end; at += 4, ids += 4) {
      const id = <usize>load<i32>(ids);
      if (!id) continue;
      const to = logits + ((id - 1) << 2);
      store<f32>(to, load<f32>(to) + load<f32>(logits + at));
    }
  }
}

/** dLogits[row, outputs + j] = dLogits[row, id − 1], 0 where the id is 0: the gradient of `addCopies`. */
export function copiesBackward(dLogits: usize, ids: usize, rows: i32, count: i32, outputs: i32, columns: i32): void {
  const copies = <usize>outputs << 2, end = copies + (<usize>count << 2);
  for (let r = 0; r < rows; r++, dLogits += <usize>columns << 2) {
    for (let at = copies; at < end; at += 4, ids += 4) {
      const id = <usize>load<i32>(ids);
      store<f32>(dLogits + at, id ? load<f32>(dLogits + ((id - 1) << 2)) : 0);
    }
  }
}
