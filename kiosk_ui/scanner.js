// A scanner types like a keyboard, only faster than anyone can: that is how the two are told apart.

const FASTEST_FINGER_MS = 50; // between two keys; scanners need 1 to 20
const AT_LEAST = 8; // an input method may send a whole Vietnamese syllable, up to 7 letters, in one burst
const ENDS_AFTER_MS = 200; // for a scanner that sends no Enter

/** Tells the page that a scanner types: what its first keys have begun must not happen. */
export const SCANNING = "kiosk-scanning";

/**
 * Hear what a scanner types; `onScan` gets it without the Enter at its end, and no other part of the page sees its keys.
 * The first few may already have gone to a field: `onScan` clears it.
 * @param {(text: string) => void} onScan
 * @returns {() => void} stops it again
 */
export function hearScanner(onScan) {
  let typed = "";
  let lastAt = -Infinity;
  let timer = 0;
  const done = () => {
    clearTimeout(timer);
    const text = typed;
    typed = "";
    if (text.length >= AT_LEAST) onScan(text);
  };
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    if (["Shift", "Alt", "Control", "AltGraph", "CapsLock"].includes(event.key)) return;
    if (event.timeStamp - lastAt > FASTEST_FINGER_MS) typed = "";
    lastAt = event.timeStamp;
    const isScan = typed.length >= AT_LEAST - 1;
    if (event.key === "Enter" || event.key === "Tab") {
      if (!isScan || typed.length < AT_LEAST) return void (typed = "");
      take(event);
      done();
    } else if (event.key.length === 1) {
      typed += event.key;
      if (isScan) take(event);
      clearTimeout(timer);
      if (isScan) timer = setTimeout(done, ENDS_AFTER_MS);
    } else typed = "";
  };
  addEventListener("keydown", hear, true);
  return () => {
    clearTimeout(timer);
    removeEventListener("keydown", hear, true);
  };
}

/** @param {KeyboardEvent} event */
function take(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  document.dispatchEvent(new Event(SCANNING));
}
