import type { SuggestMode } from "../config";

/** What the status bar tells of. */
export interface StatusFacts {
  readonly mode: SuggestMode;
  /** Whether VS Code shows suggestions at all. */
  readonly isEnabledInEditor: boolean;
  readonly isThinking: boolean;
  readonly latency: number | undefined;
  readonly trouble: string | undefined;
}

/** How the status bar tells it. */
export interface StatusLook {
  /** With an icon of VS Code's own. */
  readonly text: string;
  readonly tooltip: string;
  /** For a screen reader. */
  readonly label: string;
}

/** What the status bar shows. */
export function statusLook(facts: StatusFacts): StatusLook {
  const [icon, word, sentence] = state(facts);
  const { latency } = facts;
  const timing = latency === undefined ? "" : ` The last took ${Math.round(latency)} ms.`;
  return {
    text: `$(${icon}) Tunesmith${word === "" ? "" : `: ${word}`}`,
    tooltip: `${sentence}${timing} Click for the menu.`,
    label: `Tunesmith suggestions: ${word === "" ? "on" : word}`,
  };
}

function state(facts: StatusFacts): [icon: string, word: string, sentence: string] {
  const { mode, isEnabledInEditor, isThinking, trouble } = facts;
  if (mode === "off") return ["circle-slash", "off", "Tunesmith suggests no music here."];
  if (!isEnabledInEditor) {
    return ["circle-slash", "off", "VS Code's setting editor.inlineSuggest.enabled is off."];
  }
  if (trouble !== undefined) return ["warning", "trouble", trouble];
  const idle = mode === "manual" ? "manual" : "";
  const sentence =
    mode === "manual"
      ? "Tunesmith suggests music when you ask (Trigger Inline Suggestion)."
      : "Tunesmith suggests how the bar goes on while you type.";
  return isThinking ? ["loading~spin", "thinking", sentence] : ["music", idle, sentence];
}
