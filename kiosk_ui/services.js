// The first step: what do you come for?
import { html } from "../shared_ui/html.js";
import { pick, t, tn } from "../shared_ui/texts.js";
import { waitInWords } from "../shared_ui/waits.js";
import { SearchField, SearchResults } from "./search.js";

/** @typedef {import("../shared_ui/protocol").KioskService} KioskService */
/** @typedef {import("../shared_ui/texts.js").Texts} Texts */
/** @typedef {import("./search.js").Search} Search */
/** @typedef {{key: string, name: Texts, services: KioskService[]}} Group */

const AT_A_GLANCE = 12; // with more services than this, groups are chosen first

/**
 * Services under their groups, in the office's order; those without a group come last.
 * @param {KioskService[]} services
 * @returns {Group[]}
 */
function grouped(services) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const service of services) {
    const key = service.group.vi ?? "";
    const group = groups.get(key) ?? { key, name: service.group, services: [] };
    group.services.push(service);
    groups.set(key, group);
  }
  const named = [...groups.values()].filter((group) => group.key !== "");
  const others = groups.get("");
  return others ? [...named, others] : named;
}

/**
 * How many wait, and for how long about.
 * @param {{waiting: number, wait: import("../shared_ui/protocol").WaitRange | null}} service
 * @param {string} language
 */
export function waitingLine(service, language) {
  const waiting = service.waiting === 0 ? t(language, "kiosk.nobody_waiting") : tn(language, "kiosk.waiting", service.waiting);
  const wait = service.waiting === 0 ? "" : waitInWords(service.wait, language);
  return wait ? `${waiting} · ${wait}` : waiting;
}

/**
 * @param {KioskService} service
 * @param {string} language
 */
function tileLine(service, language) {
  if (service.refusal) return t(language, "kiosk.no_numbers");
  // A wait until after closing time is none that can be waited.
  return service.is_day_full ? `${waitingLine({ ...service, wait: null }, language)} · ${t(language, "kiosk.day_full_short")}` : waitingLine(service, language);
}

/**
 * A line whose parts are kept whole where there is room: "5–25 phút" is not torn at its dash.
 * @param {string} line
 */
const inParts = (line) => line.split(" · ").map((part, n, all) => html`${n > 0 ? " " : ""}<span class="part">${n < all.length - 1 ? `${part} ·` : part}</span>`);

/** The figure that presses a button on a keypad; `place` counts from 0. */
const digit = (/** @type {number} */ place) => (place < 9 ? String(place + 1) : undefined);

/**
 * A service that gives no number stays in its place and can be pressed: the next step says why.
 * @param {{service: KioskService, language: string, place: number, onPick: (id: string) => void}} props
 */
export function Tile({ service, language, place, onPick }) {
  return html`<button class=${service.refusal ? "tile closed" : "tile"} data-service=${service.id} data-digit=${digit(place)} onClick=${() => onPick(service.id)}>
    <span class="prefix" aria-hidden="true">${service.prefix}</span>
    <span class="name">${pick(service.name, language)}</span>
    <span class="waiting">${inParts(tileLine(service, language))}</span>
  </button>`;
}

/** @param {{services: KioskService[], language: string, onPick: (id: string) => void}} props */
function ByGroup({ services, language, onPick }) {
  const groups = grouped(services);
  const order = groups.flatMap((group) => group.services);
  return html`<div class="groups">${groups.map(
    (group) => html`<section class="group" data-size=${Math.min(group.services.length, 3)}>
      ${groups.length > 1 ? html`<h3>${pick(group.name, language) || t(language, "kiosk.other_services")}</h3>` : null}
      <div class="tiles">${group.services.map((one) => html`<${Tile} key=${one.id} service=${one} language=${language} place=${order.indexOf(one)} onPick=${onPick} />`)}</div>
    </section>`,
  )}</div>`;
}

/**
 * A group's tile: how many wait in all of it, and from the shortest wait to the longest.
 * @param {{group: Group, language: string, place: number, onPick: (key: string) => void}} props
 */
function GroupTile({ group, language, place, onPick }) {
  const waits = group.services.flatMap((one) => (one.wait && one.waiting > 0 ? [one.wait] : []));
  const wait = waits.length === 0 ? null : { low: Math.min(...waits.map((one) => one.low)), high: Math.max(...waits.map((one) => one.high)) };
  const waiting = group.services.reduce((sum, one) => sum + one.waiting, 0);
  return html`<button class="tile of-group" data-group=${group.key} data-digit=${digit(place)} onClick=${() => onPick(group.key)}>
    <span class="name">${pick(group.name, language) || t(language, "kiosk.other_services")}</span>
    <span class="inside">${group.services.map((one) => pick(one.name, language)).join(" · ")}</span>
    <span class="waiting">${inParts(waitingLine({ waiting, wait }, language))}</span>
  </button>`;
}

/** @typedef {{services: KioskService[], group: string | null, search: Search | null, language: string, onPick: (id: string) => void, onGroup: (key: string | null) => void, onSearch: (search: Search | null) => void, children?: unknown}} Props `children`: another way in, beside the search */

/** @param {Props} props */
function Offered({ services, group, language, onPick, onGroup }) {
  const groups = grouped(services);
  if (services.length <= AT_A_GLANCE || groups.length === 1) return html`<${ByGroup} services=${services} language=${language} onPick=${onPick} />`;
  const chosen = groups.find((one) => one.key === group);
  if (!chosen)
    return html`<div class="tiles spread">${groups.map((one, place) => html`<${GroupTile} key=${one.key} group=${one} language=${language} place=${place} onPick=${onGroup} />`)}</div>`;
  return html`<h3 data-say>${pick(chosen.name, language) || t(language, "kiosk.other_services")}</h3>
    <div class="tiles spread">${chosen.services.map((one, place) => html`<${Tile} key=${one.id} service=${one} language=${language} place=${place} onPick=${onPick} />`)}</div>
    <button class="button back" data-action="all_groups" data-digit="0" onClick=${() => onGroup(null)}>← ${t(language, "kiosk.all_services")}</button>`;
}

/** @param {Props} props */
export function Services(props) {
  const { services, search, language, onSearch, onPick, children } = props;
  return html`<section class="step services">
    <div class="ask">${
      search
        ? html`<button class="button back" data-action="search_end" data-digit="0" onClick=${() => onSearch(null)}>← ${t(language, "kiosk.all_services")}</button>`
        : html`<h2 data-say>${t(language, "kiosk.choose_service")}</h2>`
    }<${SearchField} search=${search} language=${language} onSearch=${onSearch} />${search ? null : children}</div>
    ${search ? html`<${SearchResults} services=${services} search=${search} language=${language} onSearch=${onSearch} onPick=${onPick} />` : html`<${Offered} ...${props} />`}
  </section>`;
}
