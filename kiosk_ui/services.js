// The first step: what do you come for?
import { html } from "../shared_ui/html.js";
import { pick, t, tn } from "../shared_ui/texts.js";
import { waitInWords } from "../shared_ui/waits.js";

/** @typedef {import("../shared_ui/protocol").KioskService} KioskService */
/** @typedef {{name: Record<string, string>, services: KioskService[]}} Group */

/**
 * Services under their groups, in the office's order; those without a group come last.
 * @param {KioskService[]} services
 * @returns {Group[]}
 */
function grouped(services) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const service of services) {
    const group = groups.get(service.group.vi ?? "") ?? { name: service.group, services: [] };
    group.services.push(service);
    groups.set(service.group.vi ?? "", group);
  }
  const named = [...groups].filter(([name]) => name !== "").map(([, group]) => group);
  const others = groups.get("");
  return others ? [...named, others] : named;
}

/**
 * How many wait, and for how long about.
 * @param {KioskService} service
 * @param {string} language
 */
export function waitingLine(service, language) {
  const waiting = service.waiting === 0 ? t(language, "kiosk.nobody_waiting") : tn(language, "kiosk.waiting", service.waiting);
  const wait = service.waiting === 0 ? "" : waitInWords(service.wait, language);
  return wait ? `${waiting} · ${wait}` : waiting;
}

/**
 * A service that gives no number stays in its place and can be pressed: the next step says why.
 * @param {{service: KioskService, language: string, onPick: (id: string) => void}} props
 */
function Tile({ service, language, onPick }) {
  return html`<button class=${service.refusal ? "tile closed" : "tile"} data-service=${service.id} onClick=${() => onPick(service.id)}>
    <span class="prefix" aria-hidden="true">${service.prefix}</span>
    <span class="name">${pick(service.name, language)}</span>
    <span class="waiting">${service.refusal ? t(language, "kiosk.no_numbers") : waitingLine(service, language)}</span>
  </button>`;
}

/** @param {{services: KioskService[], language: string, onPick: (id: string) => void}} props */
export function Services({ services, language, onPick }) {
  const groups = grouped(services);
  return html`<section class="step services">
    <h2>${t(language, "kiosk.choose_service")}</h2>
    <div class="groups">${groups.map(
      (group) => html`<section class="group" data-size=${Math.min(group.services.length, 3)}>
        ${groups.length > 1 ? html`<h3>${pick(group.name, language) || t(language, "kiosk.other_services")}</h3>` : null}
        <div class="tiles">${group.services.map((one) => html`<${Tile} key=${one.id} service=${one} language=${language} onPick=${onPick} />`)}</div>
      </section>`,
    )}</div>
  </section>`;
}
