import type { StepEncoder } from "../../../src/model/stepEncoder";

/** Encodes for `threeInputs`: how often the id 3 came, up to 4, and how many ids since, modulo 3. */
export class CountingEncoder implements StepEncoder {
  readonly width = 3;
  readonly bytes = 100;
  private id = 0;
  private bar = 0;
  private beat = 0;

  read(id: number): void {
    this.id = id;
    this.bar = Math.min(4, this.bar + (id === 3 ? 1 : 0));
    this.beat = id === 3 ? 0 : (this.beat + 1) % 3;
  }

  write([ids, bars, beats]: readonly Int32Array[], at: number): void {
    (ids as Int32Array)[at] = this.id;
    (bars as Int32Array)[at] = this.bar;
    (beats as Int32Array)[at] = this.beat;
  }

  copy(): StepEncoder {
    return Object.assign(new CountingEncoder(), this);
  }
}
