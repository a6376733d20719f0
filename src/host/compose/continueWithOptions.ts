import type { Memento, TextEditor } from "vscode";
import type { Config } from "../config";
import { askSteps } from "./askSteps";
import { type ComposeJob, continueJob } from "./composeJob";
import type { Written } from "./composeRun";
import type { Composer } from "./composer";
import { type Answers, optionSteps, wishesOf } from "./optionSteps";
import { pickVariation } from "./pickVariation";

const memoryKey = "tunesmith.continueWithOptions";

/** Asks how to continue the tune at the cursor, and does; several variations are shown to choose from. */
export async function continueWithOptions(
  composer: Pick<Composer, "isBusy" | "compose">,
  editor: TextEditor,
  config: Pick<Config, "temperature" | "motifStrength" | "bars" | "variations">,
  memory: Memento,
): Promise<Written | undefined> {
  if (composer.isBusy()) return undefined;
  const { document } = editor;
  const here = (): number => document.offsetAt(editor.selection.end);
  // Refused before anything is asked.
  continueJob(document.getText(), here());
  const { temperature, motifStrength, bars, variations } = config;
  const usual = {
    temperature: `${temperature}`,
    motifStrength: `${motifStrength}`,
    bars: `${bars}`,
    variations: `${variations}`,
    seed: "",
  };
  const suggested = { ...usual, ...memory.get<Partial<Answers>>(memoryKey) };
  const answers = await askSteps("Continue Tune", optionSteps, suggested);
  if (!answers) return undefined;
  await memory.update(memoryKey, answers);
  // Kept, as the cursor moves with what is written.
  const offset = here();
  const plan = (source: string): ComposeJob => continueJob(source, offset);
  return await composer.compose(editor, plan, { ...wishesOf(answers), choose: pickVariation });
}
