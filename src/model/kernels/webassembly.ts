declare global {
  /** What Tunesmith uses of WebAssembly, which the language's own library does not declare. */
  namespace WebAssembly {
    /** Throws a CompileError for what this engine cannot run. */
    class Module {
      constructor(bytes: Uint8Array);
    }
    class Memory {
      constructor(limits: { initial: number; maximum?: number; shared?: boolean });
      readonly buffer: ArrayBuffer | SharedArrayBuffer;
      grow(pages: number): number;
    }
    class Instance {
      constructor(module: Module, imports: { env: { memory: Memory } });
      readonly exports: unknown;
    }
    function validate(bytes: Uint8Array): boolean;
  }
}

export {};
