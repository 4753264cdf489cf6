// The second step: what to bring, and whether a priority class applies. Nobody has to justify anything.
import { html } from "../shared_ui/html.js";
import { pick, t } from "../shared_ui/texts.js";
import { ageAt } from "./card.js";
import { DossierLine } from "./dossier.js";
import { waitingLine } from "./services.js";

/** @typedef {import("../shared_ui/protocol").KioskService} KioskService */
/** @typedef {import("../shared_ui/protocol").KioskView} KioskView */
/** @typedef {import("../shared_ui/protocol").PriorityChoice} PriorityChoice */
/** @typedef {import("../shared_ui/protocol").DossierAnswer} DossierAnswer */
/** @typedef {(priority: string | null) => void} Choose */
/** @typedef {{card: import("./card.js").Card | null, dossier: DossierAnswer | null}} Shown */

/** @param {{service: KioskService, language: string}} props */
function Documents({ service, language }) {
  if (service.documents.length === 0) return null;
  return html`<section class="documents card" data-say>
    <h3>${t(language, "kiosk.documents")}</h3>
    <ul>${service.documents.map((one) => html`<li>${pick(one, language)}</li>`)}</ul>
  </section>`;
}

/** @param {{priorities: PriorityChoice[], proposed: string | null, language: string, busy: boolean, onChoose: Choose}} props */
function Priorities({ priorities, proposed, language, busy, onChoose }) {
  if (priorities.length === 0) return null;
  return html`<section class="priorities">
    <h3 data-say>${t(language, "kiosk.priority")}</h3>
    <div class="choices">${priorities.map(
      (one, place) => html`<button class=${one.code === proposed ? "button primary" : "button"} data-priority=${one.code} data-first=${one.code === proposed || undefined} data-digit=${place < 7 ? place + 2 : undefined} disabled=${busy} onClick=${() => onChoose(one.code)}>${pick(one.name, language)}</button>`,
    )}</div>
  </section>`;
}

/**
 * The class that the card's date of birth speaks for; the citizen chooses all the same.
 * @param {KioskView} view
 * @param {Shown} shown
 * @returns {PriorityChoice | undefined}
 */
function proposedClass(view, { card }) {
  const rule = view.card;
  if (!rule || !card || ageAt(card.born, view.now, view.time_zone) < rule.senior_age) return undefined;
  return view.priorities.find((one) => one.code === rule.senior_class);
}

/** @param {{view: KioskView, shown: Shown, proposed: PriorityChoice | undefined, language: string}} props */
function CardLine({ view, shown, proposed, language }) {
  if (!view.card) return null;
  if (!shown.card) return html`<p class=${view.card.is_required ? "message card-needed" : "message"} data-card="none" data-say>${t(language, view.card.is_required ? "kiosk.card.needed" : "kiosk.card.offered")}</p>`;
  return html`<p class="message good" data-card="read" data-say>${t(language, "kiosk.card.read")}${proposed ? html` <strong>${t(language, "kiosk.card.proposed", { name: pick(proposed.name, language) })}</strong>` : null}</p>`;
}

/** @param {{service: KioskService, shown: Shown, language: string, busy: boolean, onDossier: () => void}} props */
function Dossier({ service, shown, language, busy, onDossier }) {
  if (!service.collects_results) return null;
  return html`<section class="dossier">
    ${shown.dossier ? html`<${DossierLine} dossier=${shown.dossier} language=${language} />` : html`<p class="offer" data-say>${t(language, "kiosk.dossier.offered")}</p>`}
    <button class="button" data-action="dossier" data-digit="9" disabled=${busy} onClick=${onDossier}>${t(language, shown.dossier ? "kiosk.dossier.change" : "kiosk.dossier.write")}</button>
  </section>`;
}

/** @param {{service: KioskService, isProposed: boolean, language: string, busy: boolean, onChoose: Choose}} props */
function Take({ service, isProposed, language, busy, onChoose }) {
  const key = busy ? "kiosk.taking" : service.is_day_full ? "kiosk.take_all_the_same" : "kiosk.take_number";
  return html`<button class=${isProposed ? "button take" : "button primary take"} data-action="take" data-first=${!isProposed || undefined} data-digit="1" disabled=${busy} onClick=${() => onChoose(null)}>${t(language, key)}</button>`;
}

/** @param {{service: KioskService, view: KioskView, shown: Shown, language: string, busy: boolean, onChoose: Choose, onDossier: () => void, onBack: () => void}} props */
export function Choice({ service, view, shown, language, busy, onChoose, onDossier, onBack }) {
  const proposed = proposedClass(view, shown);
  const mayTake = !view.card?.is_required || shown.card !== null;
  return html`<section class="step choice" aria-busy=${busy}>
    <div class="about">
      <h2 data-say><span class="prefix" aria-hidden="true">${service.prefix}</span><span>${pick(service.name, language)}</span></h2>
      <p class="waiting" data-say>${waitingLine(service, language)}</p>
      ${service.is_day_full ? html`<p class="message warn" data-day-full data-say>${t(language, "kiosk.day_full")}</p>` : null}
      <${CardLine} view=${view} shown=${shown} proposed=${proposed} language=${language} />
      <${Documents} service=${service} language=${language} />
    </div>
    <div class="actions">
      ${mayTake ? html`<${Take} service=${service} isProposed=${proposed !== undefined} language=${language} busy=${busy} onChoose=${onChoose} />` : null}
      <${Dossier} service=${service} shown=${shown} language=${language} busy=${busy} onDossier=${onDossier} />
      ${mayTake ? html`<${Priorities} priorities=${view.priorities} proposed=${proposed?.code ?? null} language=${language} busy=${busy} onChoose=${onChoose} />` : null}
      <button class="button back" data-action="back" data-first=${!mayTake || undefined} data-digit="0" disabled=${busy} onClick=${onBack}>← ${t(language, "kiosk.back")}</button>
    </div>
  </section>`;
}
