import { type InputBox, QuickInputButtons, window } from "vscode";
import type { Answers, Step } from "./optionSteps";

/** Asks one question after the other, each with its answer so far; nothing when the user leaves off. */
export async function askSteps(
  title: string,
  steps: readonly Step[],
  suggested: Answers,
): Promise<Answers | undefined> {
  let answers = suggested;
  let index = 0;
  for (let step = steps[0]; step; step = steps[index]) {
    const box = window.createInputBox();
    box.title = title;
    box.step = index + 1;
    box.totalSteps = steps.length;
    if (index > 0) box.buttons = [QuickInputButtons.Back];
    const went = await ask(box, step, answers[step.key]);
    answers = { ...answers, [step.key]: box.value };
    box.dispose();
    if (went === "away") return undefined;
    index += went === "back" ? -1 : 1;
  }
  return answers;
}

/** Asks one question until it has an answer without a problem; tells where the user went then. */
function ask(
  box: InputBox,
  { prompt, placeholder, problem }: Step,
  suggested: string,
): Promise<"on" | "back" | "away"> {
  box.prompt = prompt;
  box.placeholder = placeholder;
  box.value = suggested;
  const check = (): void => {
    box.validationMessage = problem(box.value) ?? "";
  };
  check();
  return new Promise((resolve) => {
    box.onDidChangeValue(check);
    box.onDidTriggerButton(() => resolve("back"));
    box.onDidAccept(() => {
      if (problem(box.value) === undefined) resolve("on");
    });
    box.onDidHide(() => resolve("away"));
    box.show();
  });
}
