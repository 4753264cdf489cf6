// A wait is never promised to the minute: it is told as the range that the server computed.
import { t } from "./texts.js";

/**
 * Return a range in words, "10–15 phút" or "dưới 5 phút"; empty without one.
 * @param {import("./protocol").WaitRange | null} wait minutes
 * @param {string} language
 * @returns {string}
 */
export function waitInWords(wait, language) {
  if (!wait) return "";
  if (wait.low === 0) return t(language, "common.wait_under", { high: wait.high });
  if (wait.low === wait.high) return t(language, "common.wait_about", { high: wait.high });
  return t(language, "common.wait_range", { low: wait.low, high: wait.high });
}
