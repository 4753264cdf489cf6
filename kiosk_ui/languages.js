// Every language by its own name, so that whoever needs it can read it.
import { html } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").KioskLanguage} KioskLanguage */

const SIDE_BY_SIDE = 3; // with more languages than these, one button leads to all of them

/** @param {{languages: KioskLanguage[], language: string, onPick: (code: string) => void, onOpen: () => void}} props */
export function LanguageButtons({ languages, language, onPick, onOpen }) {
  if (languages.length > SIDE_BY_SIDE)
    return html`<button class="button tool" data-action="languages" onClick=${onOpen}><svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9" /><path d="M3 12 H21 M12 3 C7 8 7 16 12 21 C17 16 17 8 12 3" /></svg>${languageWord(language)}</button>`;
  return languages
    .filter((one) => one.code !== language)
    .map((one) => html`<button class="button tool" lang=${one.code} data-language=${one.code} onClick=${() => onPick(one.code)}>${one.name}</button>`);
}

/**
 * "Ngôn ngữ / Language": whoever can't read the present language must still find the button.
 * @param {string} language
 */
const languageWord = (language) => [...new Set([t(language, "kiosk.language"), t("en", "kiosk.language")])].join(" / ");

/** @param {{languages: KioskLanguage[], language: string, onPick: (code: string) => void}} props */
export function Languages({ languages, language, onPick }) {
  return html`<section class="step services">
    <h2>${languageWord(language)}</h2>
    <div class="tiles spread">${languages.map(
      (one, place) => html`<button class="tile of-language" lang=${one.code} data-language=${one.code} data-digit=${place < 9 ? place + 1 : undefined} data-first=${one.code === language || undefined} onClick=${() => onPick(one.code)}><span class="name">${one.name}</span></button>`,
    )}</div>
  </section>`;
}
