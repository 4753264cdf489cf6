// How people of the staff are called on each other's screens: never by the name that they sign in with.
import { t } from "./texts.js";

/** @typedef {Record<string, string>} Names how everyone on the staff is called, by the name that they sign in with */

/**
 * @param {Names} names
 * @param {string | null} name whose; null: nobody's
 * @param {string} language
 * @returns {string}
 */
export const personName = (names, name, language) => (name === null ? "" : (names[name] ?? t(language, "staff.former")));
