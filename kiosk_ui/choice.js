// The second step: what to bring, and whether a priority class applies. Nobody has to justify anything.
import { html } from "../shared_ui/html.js";
import { pick, t } from "../shared_ui/texts.js";
import { waitingLine } from "./services.js";

/** @typedef {import("../shared_ui/protocol").KioskService} KioskService */
/** @typedef {import("../shared_ui/protocol").PriorityChoice} PriorityChoice */
/** @typedef {(priority: string | null) => void} Choose */

/** @param {{service: KioskService, language: string}} props */
function Documents({ service, language }) {
  if (service.documents.length === 0) return null;
  return html`<section class="documents card" data-say>
    <h3>${t(language, "kiosk.documents")}</h3>
    <ul>${service.documents.map((one) => html`<li>${pick(one, language)}</li>`)}</ul>
  </section>`;
}

/** @param {{priorities: PriorityChoice[], language: string, busy: boolean, onChoose: Choose}} props */
function Priorities({ priorities, language, busy, onChoose }) {
  if (priorities.length === 0) return null;
  return html`<section class="priorities">
    <h3 data-say>${t(language, "kiosk.priority")}</h3>
    <div class="choices">${priorities.map(
      (one, place) => html`<button class="button" data-priority=${one.code} data-digit=${place < 8 ? place + 2 : undefined} disabled=${busy} onClick=${() => onChoose(one.code)}>${pick(one.name, language)}</button>`,
    )}</div>
  </section>`;
}

/** @param {{service: KioskService, priorities: PriorityChoice[], language: string, busy: boolean, onChoose: Choose, onBack: () => void}} props */
export function Choice({ service, priorities, language, busy, onChoose, onBack }) {
  return html`<section class="step choice" aria-busy=${busy}>
    <div class="about">
      <h2 data-say><span class="prefix" aria-hidden="true">${service.prefix}</span><span>${pick(service.name, language)}</span></h2>
      <p class="waiting" data-say>${waitingLine(service, language)}</p>
      ${service.is_day_full ? html`<p class="message warn" data-day-full data-say>${t(language, "kiosk.day_full")}</p>` : null}
      <${Documents} service=${service} language=${language} />
    </div>
    <div class="actions">
      <button class="button primary take" data-action="take" data-first data-digit="1" disabled=${busy} onClick=${() => onChoose(null)}>${t(language, busy ? "kiosk.taking" : service.is_day_full ? "kiosk.take_all_the_same" : "kiosk.take_number")}</button>
      <${Priorities} priorities=${priorities} language=${language} busy=${busy} onChoose=${onChoose} />
      <button class="button back" data-action="back" data-digit="0" disabled=${busy} onClick=${onBack}>← ${t(language, "kiosk.back")}</button>
    </div>
  </section>`;
}
