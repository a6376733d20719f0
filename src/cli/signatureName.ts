/** A signature in words: so many sharps or, below 0, flats. */
export function signatureName(fifths: number): string {
  const count = Math.abs(fifths);
  if (count === 0) return "0 sharps";
  return `${count} ${fifths > 0 ? "sharp" : "flat"}${count === 1 ? "" : "s"}`;
}
