// Who waits for this counter, in the order of the calls; who is put aside; who did not come.
import { html } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { formatMinutes, formatTime, secondsSince, useNow } from "../shared_ui/clock.js";
import { pick, t } from "../shared_ui/texts.js";
import { Appointments } from "./appointments.js";
import { keyName } from "./keys.js";
import { NotPrinted } from "./not_printed.js";
import { whyInWords } from "./ticket.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {import("../shared_ui/protocol").DeskTicket} DeskTicket */
/** @typedef {{verb: string, press: (ticket: DeskTicket) => void}} Action */

const language = staffLanguage;

/** @param {{ticket: DeskTicket, target: number}} props */
function Age({ ticket, target }) {
  const seconds = secondsSince(ticket.arrived_at);
  const isOverdue = ticket.state === "waiting" && seconds > target;
  const title = t(language, "clerk.target", { time: formatMinutes(target, language) });
  return html`<span class=${isOverdue ? "overdue" : ""} title=${title}>${formatMinutes(seconds, language)}${isOverdue ? html`<br />⚠ ${t(language, "clerk.overdue")}` : null}</span>`;
}

/** @param {{ticket: DeskTicket, timeZone: string, isFirst: boolean}} props */
function Notes({ ticket, timeZone, isFirst }) {
  const words = ticket.why ? whyInWords(ticket, timeZone, isFirst) : pick(ticket.service_name, language);
  const slot = ticket.slot && ticket.why?.place !== "slot" ? html`<span class="slot">${t(language, "clerk.appointment_at", { time: formatTime(ticket.slot, timeZone) })}</span> ` : null;
  return html`${ticket.priority ? html`<span class="priority" role="img" aria-label=${pick(ticket.priority, language)} title=${pick(ticket.priority, language)}>★</span> ` : null}${slot}${words}
    ${ticket.note ? html`<span class="has-note" title=${ticket.note.text}> ✎ ${t(language, "clerk.note")}</span>` : null}
    ${ticket.dossier ? html`<span data-dossier=${ticket.dossier.code}> ${ticket.dossier.code}</span>` : null}`;
}

/**
 * @param {{list: string, tickets: DeskTicket[], view: ClerkView, actions: Action[], keys: Map<string, string>, busy: boolean,
 *   enabled: boolean, onAsk: (kind: string, ticket: DeskTicket) => void}} props
 */
function List({ list, tickets, view, actions, keys, busy, enabled, onAsk }) {
  if (tickets.length === 0 && list !== "queue") return null;
  const title = `list-${list}`;
  return html`<section class="card" data-list=${list} aria-labelledby=${title}><h2 id=${title}>${t(language, `clerk.${list}`, { n: tickets.length })}</h2>
    ${tickets.length === 0 ? html`<p>${t(language, "clerk.empty")}</p>` : null}
    <table><tbody>${tickets.map(
      (ticket, n) => html`<tr key=${ticket.ticket} data-code=${ticket.code}><th scope="row" class="code">${ticket.code}</th><td class="age"><${Age} ticket=${ticket} target=${view.target_wait_s} /></td>
        <td class="words"><${Notes} ticket=${ticket} timeZone=${view.time_zone} isFirst=${n === 0} /></td>
        <td class="actions">${actions.map((one) => html`<button class="button" data-action=${one.verb} disabled=${busy || !enabled} onClick=${() => one.press(ticket)}>${t(language, `clerk.${one.verb}`)}<span class="visually-hidden"> ${ticket.code}</span>${n === 0 && keys.has(one.verb) ? html` <kbd aria-hidden="true">${keyName(keys.get(one.verb) ?? "")}</kbd>` : null}</button>`)}
          <button class="button quiet" data-action="ticket" aria-label=${t(language, "clerk.details_of", { code: ticket.code })} onClick=${() => onAsk("ticket", ticket)}>⋯</button></td></tr>`,
    )}</tbody></table></section>`;
}

/** @param {{view: ClerkView, keys: Map<string, string>, busy: boolean, act: import("./desk.js").Act, onAsk: (kind: string, ticket: DeskTicket) => void}} props */
export function Lists({ view, keys, busy, act, onAsk }) {
  useNow(10000);
  const isFree = view.counter_state === "open" && view.current === null;
  const isHere = view.counter_state !== "closed";
  const common = { view, keys, busy, onAsk };
  const call = { verb: "call", press: (/** @type {DeskTicket} */ ticket) => onAsk("call", ticket) };
  const resume = { verb: "resume", press: (/** @type {DeskTicket} */ ticket) => act("resume", { ticket: ticket.ticket }) };
  const reinstate = { verb: "reinstate", press: (/** @type {DeskTicket} */ ticket) => act("reinstate", { ticket: ticket.ticket }) };
  return html`<div class="lists" tabindex="0" role="group" aria-label=${t(language, "clerk.lists")}>
    <${List} ...${common} list="held" tickets=${view.held} enabled=${isFree} actions=${[resume]} />
    <${List} ...${common} list="absent" tickets=${view.absent} enabled=${isHere} actions=${[reinstate]} />
    <${List} ...${common} list="queue" tickets=${view.queue} enabled=${isFree} actions=${isFree ? [call] : []} />
    <${Appointments} view=${view} />
    <${NotPrinted} view=${view} busy=${busy} enabled=${isHere} act=${act} />
  </div>`;
}
