import { pitchClass, readKey } from "./key";

/** Whether the last note of `text`, music in the key of a K: field's `value`, is the tonic. */
export function endsOnTonic(value: string, text: string): boolean {
  const key = readKey(value);
  return key?.tonic !== undefined && pitchClass(lastNote(text), key) === key.tonic;
}

/** The last note of a text, its accidental included, or "". */
function lastNote(text: string): string {
  const music = text.replace(
    /"[^"\n]*"|![^!\n]*!|\{[^}\n]*\}|\[[A-Za-z]:[^\]\n]*\]|^[A-Za-z]:.*$/gm,
    " ",
  );
  return music.match(/(?:\^\^?|__?|=)?[A-Ga-g]/g)?.at(-1) ?? "";
}
