// What a clerk has chosen in this browser: other keys, and whether the next one is called after "done".
import { DEFAULT_KEYS } from "./keys.js";

/** @typedef {{keys: Record<string, string>, autoCall: boolean}} Prefs */

const NONE = { keys: {}, autoCall: false };

/** @param {string} clerk */
const place = (clerk) => `xephang.desk.${clerk}`;

/**
 * Return what this clerk chose here before.
 * @param {string} clerk
 * @returns {Prefs}
 */
export function loadPrefs(clerk) {
  try {
    return { ...NONE, ...JSON.parse(localStorage.getItem(place(clerk)) ?? "{}") };
  } catch {
    // Somebody else wrote there: the usual keys are right for everybody.
    return NONE;
  }
}

/**
 * @param {string} clerk
 * @param {Prefs} prefs
 */
export const savePrefs = (clerk, prefs) => localStorage.setItem(place(clerk), JSON.stringify(prefs));

/**
 * Return the key of every verb.
 * @param {Prefs} prefs
 * @returns {Map<string, string>}
 */
export const keysOf = (prefs) => new Map([...DEFAULT_KEYS].map(([verb, key]) => [verb, prefs.keys[verb] ?? key]));
