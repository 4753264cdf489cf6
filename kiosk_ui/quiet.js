// Nobody touches the kiosk any more: it asks, counts down, and returns to the start for the next citizen.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";
import { READING } from "./guide.js";

const TOUCHES = ["pointerdown", "keydown", "wheel", "touchmove", READING];
const LONGEST_WARNING = 10; // seconds

/**
 * Hook: call `onQuiet` when nobody touched the screen or a key, or was read to, for `seconds`, while `active`. Returns the seconds that are
 * left once it is time to ask whether somebody is there, else null.
 * @param {number} seconds
 * @param {boolean} active
 * @param {() => void} onQuiet
 * @param {unknown} step a new step is a new beginning
 * @returns {number | null}
 */
export function useQuiet(seconds, active, onQuiet, step) {
  const [left, setLeft] = useState(/** @type {number | null} */ (null));
  useEffect(() => {
    if (!active) return setLeft(null);
    let since = performance.now();
    const look = () => {
      const rest = seconds - (performance.now() - since) / 1000;
      if (rest <= 0) onQuiet();
      else setLeft(rest <= Math.min(LONGEST_WARNING, seconds / 3) ? Math.ceil(rest) : null);
    };
    const startAgain = () => {
      since = performance.now();
      look();
    };
    const timer = setInterval(look, 250);
    for (const name of TOUCHES) addEventListener(name, startAgain, true);
    startAgain();
    return () => {
      clearInterval(timer);
      for (const name of TOUCHES) removeEventListener(name, startAgain, true);
    };
  }, [seconds, active, step]);
  return active ? left : null;
}

// The question covers everything: the touch that answers it presses nothing else.
/** @param {{left: number, language: string}} props */
export function StillThere({ left, language }) {
  return html`<div class="still" role="alertdialog" aria-modal="true" aria-labelledby="still-there" data-left=${left}>
    <div class="card">
      <h2 id="still-there" data-say>${t(language, "kiosk.still_there")}</h2>
      <p aria-live="off">${t(language, "kiosk.back_in", { n: left })}</p>
      <button class="button primary" data-action="stay">${t(language, "kiosk.stay")}</button>
    </div>
  </div>`;
}
