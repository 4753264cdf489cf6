// The first step: what do you come for?
import { html } from "../shared_ui/html.js";
import { pick, t, tn } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").KioskService} KioskService */

/** @param {KioskService[]} services */
function groups(services) {
  /** @type {Map<string, KioskService[]>} */
  const found = new Map();
  for (const service of services) found.set(service.group.vi ?? "", [...(found.get(service.group.vi ?? "") ?? []), service]);
  return [...found.values()];
}

/** @param {{service: KioskService, language: string, onPick: (service: KioskService) => void}} props */
function Tile({ service, language, onPick }) {
  const wait = service.wait ? ` · ${t(language, "common.wait_range", { low: service.wait.low, high: service.wait.high })}` : "";
  const line = service.refusal ? pick(service.refusal.text, language) : tn(language, "kiosk.waiting", service.waiting) + wait;
  return html`<button class="card tile" data-service=${service.id} disabled=${service.refusal !== null} onClick=${() => onPick(service)}>
    <span class="prefix" aria-hidden="true">${service.prefix}</span><span>${pick(service.name, language)}</span><small>${line}</small>
  </button>`;
}

/** @param {{services: KioskService[], language: string, onPick: (service: KioskService) => void}} props */
export function Services({ services, language, onPick }) {
  return html`<h2>${t(language, "kiosk.choose_service")}</h2>
    ${groups(services).map(
      (group) => html`<section>${group[0]?.group.vi ? html`<h3>${pick(group[0].group, language)}</h3>` : null}
        <div class="tiles">${group.map((service) => html`<${Tile} service=${service} language=${language} onPick=${onPick} />`)}</div></section>`,
    )}`;
}
