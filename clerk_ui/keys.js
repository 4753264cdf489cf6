// The keyboard: one key a verb, shown on its button; never while typing, never by a stray or held key.
import { useEffect, useRef } from "../shared_ui/html.js";

/** Verb: its key, as `KeyboardEvent.key` names it, and as the button shows it. Digits work on a numeric keypad, too. */
export const KEYS = new Map([
  ["next", "1"],
  ["finish-next", "1"],
  ["recall", "2"],
  ["start", "3"],
  ["finish", "4"],
  ["no-show", "5"],
  ["hold", "6"],
  ["transfer", "7"],
  ["walk-in", "8"],
  ["pause", "9"],
  ["unpause", "9"],
  ["open", "0"],
  ["close", "c"],
  ["reprint", "p"],
  ["undo", "-"],
  // On the first of a list.
  ["call", "g"],
  ["resume", "r"],
  ["reinstate", "b"],
  ["cancel", "Delete"],
]);

/**
 * The verb's key as `aria-keyshortcuts` names it.
 * @param {string} verb
 * @returns {string}
 */
export const ariaKey = (verb) => ({ "+": "Plus" })[KEYS.get(verb) ?? ""] ?? KEYS.get(verb) ?? "";

/**
 * Hook: call `press(verb)` for the key of a verb that can be used now.
 * @param {(verb: string) => boolean} usable
 * @param {(verb: string) => void} press
 */
export function useKeys(usable, press) {
  // The listener stays; what it asks is always of the newest drawing, or a quick key would meet the desk of before.
  const latest = useRef({ usable, press });
  latest.current = { usable, press };
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const down = (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      if (target.closest("input, select, textarea, dialog[open]") || document.querySelector("dialog[open]")) return;
      for (const [verb, key] of KEYS) {
        if (event.key === key && latest.current.usable(verb)) {
          event.preventDefault();
          latest.current.press(verb);
          return;
        }
      }
    };
    addEventListener("keydown", down);
    return () => removeEventListener("keydown", down);
  }, []);
}
