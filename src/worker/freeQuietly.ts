/** Frees something that has failed already, which was told; nobody needs to hear that it does not go quietly. */
export function freeQuietly(failed: { dispose(): void }): void {
  try {
    failed.dispose();
  } catch {
    // What is left of it goes with the process.
  }
}
