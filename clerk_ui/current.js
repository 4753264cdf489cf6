// Who is at the counter, for how long against the usual; or who is next, and why.
import { html } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { formatMinutes, formatTime, secondsSince, useNow } from "../shared_ui/clock.js";
import { pick, t } from "../shared_ui/texts.js";
import { Dossier } from "./dossier.js";
import { whyInWords } from "./ticket.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {import("../shared_ui/protocol").DeskTicket} DeskTicket */

const language = staffLanguage;
const MUCH = 2;

/** @param {number} seconds */
const asClock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;

/** @param {{ticket: DeskTicket}} props */
function Timer({ ticket }) {
  useNow(1000);
  if (ticket.state !== "serving" || !ticket.service_started_at)
    return html`<p class="timer" data-timer>${t(language, "clerk.called", { n: ticket.calls_now })} · <strong>${asClock(secondsSince(ticket.called_at ?? ticket.arrived_at))}</strong></p>`;
  const seconds = Math.max(0, secondsSince(ticket.service_started_at) - ticket.held_s);
  const pace = seconds > MUCH * ticket.usual_s ? "much" : seconds > ticket.usual_s ? "over" : "";
  const usual = t(language, "clerk.usual", { time: formatMinutes(ticket.usual_s, language) });
  return html`<p class=${`timer ${pace}`} data-timer data-pace=${pace}>${t(language, "clerk.serving")} · <strong>${asClock(seconds)}</strong> <span>${pace ? t(language, `clerk.pace.${pace}`) : usual}</span></p>`;
}

/** @param {{ticket: DeskTicket, timeZone: string, onAsk: (kind: string, ticket: DeskTicket) => void}} props */
export function Current({ ticket, timeZone, onAsk }) {
  const from = ticket.came_from ? ` (${t(language, "clerk.from", { name: pick(ticket.came_from, language) })})` : "";
  return html`<div class="who"><p class="code" data-current=${ticket.code} data-state=${ticket.state}>${ticket.code}</p>
    <div><p class="service">${pick(ticket.service_name, language)}${from}</p><${Timer} ticket=${ticket} />
      ${ticket.slot ? html`<p class="slot">${t(language, "clerk.appointment_at", { time: formatTime(ticket.slot, timeZone) })}</p>` : null}
      ${ticket.priority ? html`<p class="priority">★ ${pick(ticket.priority, language)}</p>` : null}
      <${Dossier} dossier=${ticket.dossier} />
      <button class="button quiet small" data-action="ticket" onClick=${() => onAsk("ticket", ticket)}>${t(language, "clerk.details")}…</button></div></div>
    ${ticket.note ? html`<p class="note" data-note><strong>${t(language, "clerk.note")}:</strong> ${ticket.note.text}</p>` : null}`;
}

/** @param {{view: ClerkView}} props */
export function NextOne({ view }) {
  const next = view.queue[0];
  if (view.counter_state !== "open" || !next) return html`<p class="nobody">${t(language, view.queue.length ? "clerk.nobody" : "clerk.nobody_waits")}</p>`;
  return html`<div class="next" data-next=${next.code}><p class="small">${t(language, "clerk.nobody")}. ${t(language, "clerk.next_is")}</p>
    <p class="code">${next.code}</p><p>${pick(next.service_name, language)}</p><p data-why>${whyInWords(next, view.time_zone, true)}</p>
    ${next.note ? html`<p class="note" data-note><strong>${t(language, "clerk.note")}:</strong> ${next.note.text}</p>` : null}</div>`;
}
