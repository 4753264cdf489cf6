// Starts the screen; when a file does not come because the server goes away just then, tries again instead of staying dark.

const PAUSE_MS = 1500;

/** Load the page anew as soon as the server answers. */
async function again() {
  try {
    await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(PAUSE_MS) });
    location.reload();
  } catch {
    setTimeout(again, PAUSE_MS);
  }
}

import("./display.js").catch((error) => {
  console.warn("start", error);
  setTimeout(again, PAUSE_MS);
});
