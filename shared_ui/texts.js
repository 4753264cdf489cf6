// Texts by key from locales/, and the server's texts by language.

/** @typedef {Record<string, string>} Texts A text by language code; always holds `vi`. */

const FIRST_LANGUAGE = "vi";
const SECOND_LANGUAGE = "en"; // what a language that is not translated to the end falls back to
const SLOWEST_RETRY_MS = 8000;

/** @type {Map<string, Record<string, string>>} */
const loaded = new Map();

/** Address of the folder that holds the screens, `/assets/{version}`: this module lies in its shared_ui. */
export const assetsBase = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {string} address
 * @returns {Promise<Record<string, string>>}
 */
async function fetchTexts(address) {
  const answer = await fetch(address);
  // A language that nobody translated is shown in Vietnamese; asking again would not help.
  if (answer.status === 404) return {};
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/**
 * Load one language; tries again until the server answers, for a screen without words is of no use.
 * @param {string} base
 * @param {string} language
 * @param {string} part
 */
async function loadLanguage(base, language, part) {
  for (let wait = 500; !loaded.has(language); wait = Math.min(wait * 2, SLOWEST_RETRY_MS)) {
    try {
      loaded.set(language, await fetchTexts(`${base}/locales/${encodeURIComponent(language)}${part}.json`));
    } catch (error) {
      console.warn("texts", language, error);
      await pause(wait);
    }
  }
}

/**
 * Load the texts of `languages` (Vietnamese and English unless told otherwise) that are not here yet.
 * @param {string} [base] `/assets/{version}`
 * @param {readonly string[]} [languages]
 * @param {string} [part] only the words of a part, "phone": a slow line need not carry the others
 */
export async function loadTexts(base = assetsBase, languages = ["vi", "en"], part = "") {
  await Promise.all(languages.map((language) => loadLanguage(base, language, part && `.${part}`)));
}

/**
 * @param {string} language
 * @param {string} key
 * @returns {string | undefined}
 */
function lookUp(language, key) {
  return loaded.get(language)?.[key] ?? loaded.get(SECOND_LANGUAGE)?.[key] ?? loaded.get(FIRST_LANGUAGE)?.[key];
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} params
 */
function fill(text, params) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

/**
 * Return the text under `key` in `language`, else in English, else in Vietnamese; `{name}` is replaced from `params`.
 * A key that no file knows is shown as it is and reported on the console.
 * @param {string} language
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 * @returns {string}
 */
export function t(language, key, params = {}) {
  const text = lookUp(language, key);
  if (text === undefined) {
    console.error(`no text for ${key}`);
    return key;
  }
  return fill(text, params);
}

/**
 * As `t`, for a text that counts: `{n}` is replaced, and `key.one` is used where the language has a singular and `n` is one.
 * @param {string} language
 * @param {string} key
 * @param {number} n
 * @param {Record<string, string | number>} [params]
 * @returns {string}
 */
export function tn(language, key, n, params = {}) {
  const one = `${key}.one`;
  const singular = new Intl.PluralRules(language).select(n) === "one" && lookUp(language, one) !== undefined;
  return t(language, singular ? one : key, { n, ...params });
}

/**
 * Say whether a text stands under `key`; for keys that come from the server.
 * @param {string} key
 */
export const hasText = (key) => lookUp(FIRST_LANGUAGE, key) !== undefined;

/**
 * Return a server's text in `language`, else in Vietnamese, else in whatever language it has; empty if it has none.
 * @param {Texts | null | undefined} texts
 * @param {string} language
 * @returns {string}
 */
export function pick(texts, language) {
  if (!texts) return "";
  return texts[language] ?? texts[FIRST_LANGUAGE] ?? Object.values(texts)[0] ?? "";
}

/**
 * Return what a language calls itself: "Tiếng Việt", "English".
 * @param {string} language
 * @returns {string}
 */
export function languageName(language) {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
