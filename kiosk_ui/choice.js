// The second step: what to bring, and whether a priority class applies. Nobody has to justify anything.
import { html } from "../shared_ui/html.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").KioskService} KioskService */
/** @typedef {import("../shared_ui/protocol").PriorityChoice} PriorityChoice */

/** @param {{service: KioskService, priorities: PriorityChoice[], language: string, busy: boolean, onChoose: (priority: string | null) => void, onBack: () => void}} props */
export function Choice({ service, priorities, language, busy, onChoose, onBack }) {
  return html`<h2>${pick(service.name, language)}</h2>
    ${service.documents.length > 0
      ? html`<section class="card documents"><p>${t(language, "kiosk.documents")}</p><ul>${service.documents.map((one) => html`<li>${pick(one, language)}</li>`)}</ul></section>`
      : null}
    <div class="choices">
      <button class="button primary" data-action="take" disabled=${busy} onClick=${() => onChoose(null)}>${t(language, busy ? "kiosk.taking" : "kiosk.take_number")}</button>
    </div>
    ${priorities.length > 0 ? html`<h3>${t(language, "kiosk.priority")}</h3>` : null}
    <div class="choices">
      ${priorities.map((one) => html`<button class="button" data-priority=${one.code} disabled=${busy} onClick=${() => onChoose(one.code)}>${pick(one.name, language)}</button>`)}
      <button class="button quiet" data-action="back" disabled=${busy} onClick=${onBack}>${t(language, "kiosk.back")}</button>
    </div>`;
}
