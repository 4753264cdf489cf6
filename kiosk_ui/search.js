// Finding a service by typing: with or without diacritics, by its name, its group, or a paper that it asks for.
import { html } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";
import { OnScreenKeyboard } from "./onscreen_keyboard.js";
import { Tile } from "./services.js";

/** @typedef {import("../shared_ui/protocol").KioskService} KioskService */
/** @typedef {import("../shared_ui/texts.js").Texts} Texts */

const MOST = 6; // what a glance takes in; more letters make it fewer

/**
 * Return a text as it is compared: composed, in small letters, single spaces.
 * @param {string} text
 */
const plain = (text) => text.normalize("NFC").toLocaleLowerCase("vi").trim().replace(/\s+/g, " ");

/**
 * The same without Vietnamese marks: "Chứng thực" and "CHUNG THUC" are both "chung thuc".
 * @param {string} text
 */
export const folded = (text) => plain(text).normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");

/**
 * Say whether every word of the query begins a word of the text, in any order.
 * @param {string} text
 * @param {string[]} words
 */
const begins = (text, words) => words.every((word) => ` ${text.replace(/[^\p{L}\p{N}]+/gu, " ")}`.includes(` ${word}`));

/**
 * How well a service answers the query; lower is better, Infinity is not at all.
 * @param {KioskService} service
 * @param {string} query
 * @returns {number}
 */
function distance(service, query) {
  const words = folded(query).split(" ");
  const names = Object.values(service.name);
  const is = (/** @type {Texts} */ texts) => Object.values(texts).some((text) => begins(folded(text), words));
  if (names.some((name) => begins(plain(name), plain(query).split(" ")))) return names.some((name) => folded(name).startsWith(folded(query))) ? 0 : 1;
  if (is(service.name)) return 2;
  if (names.some((name) => words.every((word) => folded(name).includes(word)))) return 3;
  if (is(service.group)) return 4;
  return service.documents.some(is) ? 5 : Infinity;
}

/**
 * The services that answer a query, the best first; in the office's order where they are as good.
 * @param {KioskService[]} services
 * @param {string} query
 * @returns {KioskService[]}
 */
export function found(services, query) {
  if (folded(query) === "") return [];
  const rated = services.map((service) => ({ service, price: distance(service, query) }));
  return rated.filter((one) => one.price < Infinity).sort((a, b) => a.price - b.price).map((one) => one.service);
}

/** @typedef {{query: string, byTouch: boolean}} Search */

/** @param {{search: Search | null, language: string, onSearch: (search: Search | null) => void}} props */
export function SearchField({ search, language, onSearch }) {
  const byTouch = search?.byTouch ?? false;
  return html`<label class="search">
    <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="10.5" cy="10.5" r="6.5" /><path d="M15.5 15.5 L21 21" /></svg>
    <input type="search" data-search autocomplete="off" inputmode="none" enterkeyhint="search" spellcheck=${false}
      aria-label=${t(language, "kiosk.search")} placeholder=${t(language, "kiosk.search")} value=${search?.query ?? ""}
      onPointerDown=${() => onSearch({ query: search?.query ?? "", byTouch: true })}
      onInput=${(/** @type {{currentTarget: HTMLInputElement}} */ event) => onSearch({ query: event.currentTarget.value, byTouch })} />
  </label>`;
}

/** @param {{services: KioskService[], search: Search, language: string, onSearch: (search: Search | null) => void, onPick: (id: string) => void}} props */
export function SearchResults({ services, search, language, onSearch, onPick }) {
  const results = found(services, search.query).slice(0, MOST);
  const type = (/** @type {string} */ query) => onSearch({ ...search, query });
  const hint = search.query.trim() === "" ? t(language, "kiosk.search_hint") : t(language, "kiosk.search_nothing", { query: search.query.trim() });
  return html`<div class="results" data-results=${results.length}>
      ${results.length > 0 ? null : html`<p class="hint" role="status">${hint}</p>`}
      <div class="tiles">${results.map((one, place) => html`<${Tile} key=${one.id} service=${one} language=${language} place=${place} onPick=${onPick} />`)}</div>
    </div>
    ${search.byTouch ? html`<${OnScreenKeyboard} text=${search.query} language=${language} onText=${type} />` : null}`;
}
