import type { Address } from "./kernels";

/** Thrown when a network needs more memory than there is. */
export class OutOfMemoryError extends Error {
  override name = "OutOfMemoryError";
  constructor(bytes: number) {
    super(`The network needs ${Math.ceil(bytes / 2 ** 20)} MB of memory, which cannot be had.`);
  }
}

const pageSize = 65536;
/** The most pages WebAssembly can address. */
const mostPages = 65536;
/** Places begin at whole cache lines. */
const alignment = 64;

/** The memory of a network: places are handed out one behind the other, and it grows as needed. */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  private top = alignment;
  private pages = 1;

  /** Throws an OutOfMemoryError when there is not even the address space. */
  constructor(shared: boolean) {
    try {
      this.memory = new WebAssembly.Memory({
        initial: 1,
        ...(shared && { maximum: mostPages, shared }),
      });
    } catch {
      throw new OutOfMemoryError(pageSize);
    }
  }

  /** A place of so many bytes, zero when it was never used; throws an OutOfMemoryError. Views made before may be dead. */
  allocate(bytes: number): Address {
    const address = this.top;
    const end = address + Math.ceil(bytes / alignment) * alignment;
    this.reach(end);
    this.top = end;
    return address;
  }

  /** Grows until there are bytes up to the address `end`; throws an OutOfMemoryError. */
  reach(end: Address): void {
    const wanted = Math.ceil(end / pageSize);
    if (wanted <= this.pages) return;
    if (wanted > mostPages) throw new OutOfMemoryError(end);
    try {
      this.memory.grow(wanted - this.pages);
    } catch {
      throw new OutOfMemoryError(end);
    }
    this.pages = wanted;
  }

  /** Where the next place will be: to be given to `release`. */
  get mark(): Address {
    return this.top;
  }

  /** Takes back every place handed out since `mark`. */
  release(mark: Address): void {
    this.top = mark;
  }

  floats(address: Address, count: number): Float32Array {
    return new Float32Array(this.memory.buffer as ArrayBuffer, address, count);
  }

  integers(address: Address, count: number): Int32Array {
    return new Int32Array(this.memory.buffer as ArrayBuffer, address, count);
  }

  shorts(address: Address, count: number): Int16Array {
    return new Int16Array(this.memory.buffer as ArrayBuffer, address, count);
  }

  bytes(address: Address, count: number): Int8Array {
    return new Int8Array(this.memory.buffer as ArrayBuffer, address, count);
  }
}
