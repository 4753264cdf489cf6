// The language of a staff screen: Vietnamese, or what this browser's clerk or manager chose before.
import { html } from "./html.js";
import { languageName } from "./texts.js";

const KEY = "xephang.language";
const LANGUAGES = ["vi", "en"];

const chosen = localStorage.getItem(KEY);

/** Fixed while the page lives: choosing another loads the page anew, which costs a clerk nothing but a blink. */
export const staffLanguage = chosen !== null && LANGUAGES.includes(chosen) ? chosen : "vi";

document.documentElement.lang = staffLanguage;

/** The button that changes to the other language, named in that language. */
export function LanguageButton() {
  const other = LANGUAGES.find((language) => language !== staffLanguage) ?? staffLanguage;
  const change = () => {
    localStorage.setItem(KEY, other);
    location.reload();
  };
  return html`<button type="button" class="button quiet" lang=${other} data-action="language" onClick=${change}>${languageName(other)}</button>`;
}
