// Keys on the screen for those who have only a finger. Letters without marks are enough: the search does without them.
import { html } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";

const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
// Ten keys in a row, and no more: eleven of 20 mm leave an upright screen.
const CODES = ["1234567890", "QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM./"];
const LONGEST = 40;

/** @param {{text: string, language: string, onText: (text: string) => void, code?: boolean}} props `code`: capitals, figures and signs, no space */
export function OnScreenKeyboard({ text, language, onText, code = false }) {
  const rows = code ? CODES : LETTERS;
  const last = rows.length - 1;
  const press = (/** @type {string} */ key) => onText((text + key).slice(0, LONGEST));
  const Key = (/** @type {string} */ key) => html`<button type="button" class="key" data-key=${key} onClick=${() => press(key)}>${key}</button>`;
  const erase = html`<button type="button" class="key wide" data-key="Backspace" aria-label=${t(language, "kiosk.erase")} onClick=${() => onText(text.slice(0, -1))}>⌫</button>`;
  const space = html`<button type="button" class="key space" data-key=" " onClick=${() => press(" ")}>${t(language, "kiosk.space")}</button>`;
  // The field keeps the focus, so that Enter on a real keyboard still belongs to it.
  return html`<div class="keys" role="group" onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()} aria-label=${t(language, "kiosk.keyboard")}>
    ${rows.map((row, n) => html`<div class="row">${[...row].map(Key)}${n === last && code ? erase : null}</div>`)}
    ${code ? null : html`<div class="row">${space}${erase}</div>`}
  </div>`;
}
