import { endMarker, startMarker } from "./vocabulary";

/** What a character brought: text that may be shown, and whether the tune's end was spelled out. */
export interface Released {
  readonly text: string;
  readonly ended: boolean;
}

const markers = [endMarker, startMarker];

/**
 * Holds back what may be no text: the line ends before a tune's end, and what may grow into a marker spelled in
 * characters. A marker, start or end, ends the tune and never gets into the text, nor does a part of one.
 */
export class MarkerGuard {
  private held = "";
  private readonly spelled: boolean;

  constructor(spelled: boolean) {
    this.spelled = spelled;
  }

  /** Takes the next character and gives what is certain to be text by now. */
  push(character: string): Released {
    this.held += character;
    if (this.spelled && markers.some((marker) => this.held.endsWith(marker))) {
      this.held = "";
      return { text: "", ended: true };
    }
    const from = this.startOfDoubt();
    const text = this.held.slice(0, from);
    this.held = this.held.slice(from);
    return { text, ended: false };
  }

  /** How many characters are held back. */
  get pending(): number {
    return this.held.length;
  }

  /** Where in what is held the part begins that may still be the tune's end. */
  private startOfDoubt(): number {
    for (let from = 0; from < this.held.length; from++) {
      const rest = this.held.slice(from).replace(/^\n+/, "");
      if (rest === "") return from;
      if (this.spelled && markers.some((marker) => marker.startsWith(rest))) return from;
    }
    return this.held.length;
  }
}
