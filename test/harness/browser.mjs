import { chromium } from "playwright-core";
import { ensureBrowser } from "../../scripts/setup/browser.mjs";

/** Starts a browser without a window; answers it with a page of the size of a small desktop. */
export async function openPage() {
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-gpu",
      "--disable-quic",
      "--disable-sync",
      "--no-first-run",
      "--autoplay-policy=no-user-gesture-required",
      "--mute-audio",
    ],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  return { browser, page: await context.newPage() };
}
