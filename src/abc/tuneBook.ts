/** A half-open span of the source, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
