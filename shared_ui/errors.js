// What went wrong with a command, in words.
import { OfflineError, RefusedError } from "./api.js";
import { pick, t } from "./texts.js";

/**
 * Return what to tell people; an error that is neither a refusal nor a lost line is thrown again.
 * @param {unknown} error
 * @param {string} language
 * @returns {string}
 */
export function inWords(error, language) {
  if (error instanceof RefusedError) return pick(error.refusal.text, language);
  if (error instanceof OfflineError) return t(language, "common.offline");
  throw error;
}
