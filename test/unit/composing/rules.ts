import { ComposingRule, type Guidance } from "../../../src/composing/composingRule";
import { MusicReader } from "../../../src/music/reading/musicReader";

/** Grammar and meter alone behind a tune, with `changes` to what is kept to. */
export function ruleBehind(tune: string, changes: Partial<Guidance> = {}): ComposingRule {
  const alone = { keepMeter: true, sectionStrength: 0, barsAtLeast: 0, passage: undefined };
  return new ComposingRule(MusicReader.behind(tune), { ...alone, ...changes });
}
