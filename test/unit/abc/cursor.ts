/** The text without its `║`, and where that stood. */
export function atCursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf("║");
  if (offset < 0) throw new Error("The text has no ║.");
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
