/** What a reader of music knows of the place that it has reached. */
export interface Place {
  readonly inside:
    | "lineStart"
    | "music"
    | "note"
    | "barLine"
    | "bracket"
    | "quote"
    | "decoration"
    | "grace"
    | "chord"
    | "field"
    | "inline"
    | "code"
    | "ending"
    | "paren"
    | "multi"
    | "header";
  /** What has been read of the bar line, note length, field or quote that is being read. */
  readonly text: string;
  /** The character read last, "" at the start. */
  readonly previous: string;
  /** Whether anything that sounds stands in the bar; a bar whose bar line is still being read counts as going on. */
  readonly barHasNotes: boolean;
  /** Bars ended in this line of music, not counting one whose bar line is still being read. */
  readonly barsInLine: number;
  /** Whether the bar line read last, to its end, closed or opened a section: `||`, `|]`, `:|`, `|:`. */
  readonly afterSectionMark: boolean;
  /** The value of the K: field in force. */
  readonly key: string;
  /** The text of the bar so far, from behind its bar line. */
  readonly unitsOfBar: string;
  /** Whether no more time is left in the bar, so that a bar line may come; undefined or false where no time is kept. */
  readonly barIsFull?: boolean;
}
