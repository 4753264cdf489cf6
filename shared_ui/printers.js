// A printer's name on staff screens.
import { t } from "./texts.js";

/**
 * @param {string} id
 * @param {string} language
 * @returns {string}
 */
export const printerName = (id, language) => (id === "default" ? t(language, "printers.default") : id);
