import type { CountedBar } from "./barCounter";

/** Whether a bar begins a second ending or a later one. */
export function beginsLaterEnding(text: string, { start, end }: CountedBar): boolean {
  return /^\s*\[?[2-9]/.test(text.slice(start, end));
}

/** A bar without its bar line, the number of its ending, and white space. */
export function musicOf(text: string, { start, end, right }: CountedBar): string {
  return text
    .slice(start, end - right.length)
    .replace(/^\s*\[?[1-9][\d,.-]*/, "")
    .replaceAll(/[\s\\]/g, "");
}

/** The same without grace notes, decorations and a tie to the next bar; what is quoted stays. */
export function plainMusicOf(text: string, bar: CountedBar): string {
  return musicOf(text, bar)
    .replaceAll(/("[^"]*")|\{[^}]*\}|![^!]*!|[~.HLMOPSTuvkKJRn]/g, "$1")
    .replace(/-$/, "");
}
