// The keyboard: one key a verb, shown on its button; never while typing, never by a stray, bouncing or held key.
import { useEffect, useRef } from "../shared_ui/html.js";

/**
 * Verb: its key, as `KeyboardEvent.key` names it; a clerk may choose others. Two verbs share a key where they can never
 * be used at the same time.
 */
export const DEFAULT_KEYS = new Map([
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
  // On the first of a list.
  ["reinstate", "0"],
  ["resume", "+"],
  ["call", "g"],
  ["cancel", "Delete"],
  ["undo", "-"],
  ["reprint", "p"],
  ["note", "n"],
  ["close", "c"],
  // Held down for a second.
  ["alarm-colleague", "*"],
  ["alarm-guard", "/"],
]);

/** Verbs that must be held: nobody calls the guard by brushing against a key. */
export const HELD_VERBS = new Set(["alarm-colleague", "alarm-guard"]);
export const HOLD_MS = 1000;

const BOUNCE_MS = 300;
export const KEYPAD_ENTER_MS = 100;
const TYPING = "input, select, textarea, [contenteditable]";

/** @typedef {Map<string, string>} Keys key by verb */

/**
 * The verbs that go by one key, in the order of the table.
 * @param {Keys} [keys]
 * @returns {string[][]}
 */
export function slots(keys = DEFAULT_KEYS) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  // Grouped by the keys of old: verbs that share one keep sharing.
  for (const [verb, key] of DEFAULT_KEYS) if (keys.has(verb)) found.set(key, [...(found.get(key) ?? []), verb]);
  return [...found.values()];
}

/**
 * The key of an event, the same whether NumLock is on or off.
 * @param {KeyboardEvent} event
 * @returns {string}
 */
export function keyOf(event) {
  const digit = /^Numpad(\d)$/.exec(event.code);
  if (digit) return digit[1];
  if (event.code === "NumpadDecimal") return ".";
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

/**
 * A key as its button shows it.
 * @param {string} key
 * @returns {string}
 */
export const keyName = (key) => ({ "-": "−", "*": "×", "/": "÷", Delete: "Del", " ": "␣" })[key] ?? key.toUpperCase();

/**
 * A key as `aria-keyshortcuts` names it.
 * @param {string | undefined} key
 * @returns {string | undefined}
 */
export const ariaKey = (key) => (key === undefined ? undefined : (/** @type {Record<string, string>} */ ({ "+": "Plus", " ": "Space" })[key] ?? key));

/**
 * Whether a key may be chosen for a verb: one that types something or stands alone, and that no browser needs.
 * @param {string} key
 * @returns {boolean}
 */
export const isChoosable = (key) => (key.length === 1 && key !== " ") || /^(Insert|Delete|Home|End|PageUp|PageDown|F[2-46-9])$/.test(key);

/**
 * Hook: call `press(verb)` for the key of a verb that can be used now; `onAny` for every key outside a field.
 * @param {Keys} keys
 * @param {(verb: string) => boolean} usable
 * @param {(verb: string) => void} press
 * @param {() => void} onAny
 */
export function useKeys(keys, usable, press, onAny) {
  // The listener stays; what it asks is always of the newest drawing, or a quick key would meet the desk of before.
  const latest = useRef({ keys, usable, press, onAny });
  latest.current = { keys, usable, press, onAny };
  useEffect(() => {
    let last = { key: "", at: -Infinity };
    let timer = 0;
    let held = "";
    /** @param {KeyboardEvent} event */
    const down = (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (target.closest(TYPING) || document.querySelector("dialog[open]")) return;
      // A calling keypad types a digit and Enter: that Enter must not press whatever button was clicked last.
      if (event.key === "Enter" && event.timeStamp - last.at < KEYPAD_ENTER_MS) return event.preventDefault();
      const key = keyOf(event);
      latest.current.onAny();
      const verb = [...latest.current.keys].find(([one, its]) => its === key && latest.current.usable(one))?.[0];
      if (!verb) return;
      event.preventDefault();
      const isBounce = key === last.key && event.timeStamp - last.at < BOUNCE_MS;
      last = { key, at: event.timeStamp };
      if (isBounce) return;
      if (!HELD_VERBS.has(verb)) return latest.current.press(verb);
      held = key;
      clearTimeout(timer);
      timer = setTimeout(() => latest.current.press(verb), HOLD_MS);
    };
    /** @param {Event} event */
    const up = (event) => {
      if (event instanceof KeyboardEvent && keyOf(event) !== held) return;
      clearTimeout(timer);
    };
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    addEventListener("blur", up);
    return () => {
      clearTimeout(timer);
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
      removeEventListener("blur", up);
    };
  }, []);
}
