import { window } from "vscode";
import type { Variation } from "./variation";
import { variationItem } from "./variationItem";

/** Lists variations to choose from, the best first; each is previewed as one moves to it. Leaving the list chooses none. */
export async function pickVariation(
  variations: readonly Variation[],
  preview: (text: string) => void,
  signal: AbortSignal,
): Promise<number | undefined> {
  const items = variations.map((variation, index) => ({ ...variationItem(variation), index }));
  const pick = window.createQuickPick<(typeof items)[number]>();
  const close = (): void => pick.hide();
  signal.addEventListener("abort", close, { once: true });
  try {
    pick.title = "Variations";
    pick.placeholder =
      "Move to see one in the tune, Enter puts it in, Escape leaves the tune as it is";
    pick.matchOnDetail = true;
    pick.items = items;
    return await new Promise((resolve) => {
      pick.onDidChangeActive(([active]) =>
        preview(active === undefined ? "" : (variations[active.index]?.text ?? "")),
      );
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.index));
      pick.onDidHide(() => resolve(undefined));
      if (signal.aborted) resolve(undefined);
      else pick.show();
    });
  } finally {
    signal.removeEventListener("abort", close);
    pick.dispose();
    preview("");
  }
}
