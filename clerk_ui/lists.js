// Who waits in the order in which this counter calls them, who is put aside, who did not come.
import { html } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { formatMinutes, formatTime, secondsSince, useNow } from "../shared_ui/clock.js";
import { pick, t } from "../shared_ui/texts.js";
import { Appointments } from "./appointments.js";
import { KEYS } from "./keys.js";
import { NotPrinted } from "./not_printed.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {import("../shared_ui/protocol").DeskTicket} DeskTicket */

const language = staffLanguage;

/** @param {{ticket: DeskTicket, target: number}} props */
function Age({ ticket, target }) {
  const seconds = secondsSince(ticket.arrived_at);
  const overdue = seconds > target;
  return html`<span class=${overdue ? "overdue" : ""}>${formatMinutes(seconds, language)}${overdue ? ` ⚠ ${t(language, "clerk.overdue")}` : ""}</span>`;
}

/** @param {{ticket: DeskTicket, timeZone: string}} props */
function Notes({ ticket, timeZone }) {
  return html`${ticket.slot ? html`<span class="slot">${t(language, "clerk.appointment_at", { time: formatTime(ticket.slot, timeZone) })}</span> ` : null}${ticket.priority ? html`<span class="priority" title=${pick(ticket.priority, language)}>★</span>` : null}
    ${ticket.came_from ? ` ${t(language, "clerk.from", { name: pick(ticket.came_from, language) })}` : ""}
    ${ticket.bound_to_counter ? ` ${t(language, "clerk.bound")}` : ""}`;
}

/**
 * @param {{list: string, tickets: DeskTicket[], target: number, actions: {verb: string, press: (ticket: DeskTicket) => void}[], busy: boolean, enabled: boolean, timeZone: string}} props
 */
function List({ list, tickets, target, actions, busy, enabled, timeZone }) {
  return html`<section class="card" data-list=${list}><h2>${t(language, `clerk.${list}`, { n: tickets.length })}</h2>
    ${tickets.length === 0 ? html`<p>${t(language, "clerk.empty")}</p>` : null}
    <table><tbody>${tickets.map(
      (ticket, n) => html`<tr key=${ticket.ticket} data-code=${ticket.code}><td class="code">${ticket.code}</td><td><${Age} ticket=${ticket} target=${target} /></td><td><${Notes} ticket=${ticket} timeZone=${timeZone} /></td>
        <td>${actions.map((one) => html`<button class="button quiet" data-action=${one.verb} disabled=${busy || !enabled} onClick=${() => one.press(ticket)}>${t(language, `clerk.${one.verb}`)}${n === 0 && KEYS.has(one.verb) ? html` <kbd>${KEYS.get(one.verb)}</kbd>` : null}</button>`)}</td></tr>`,
    )}</tbody></table></section>`;
}

/** @param {{view: ClerkView, busy: boolean, act: import("./desk.js").Act, onAsk: (kind: string, ticket: DeskTicket) => void}} props */
export function Lists({ view, busy, act, onAsk }) {
  useNow(10000);
  const target = view.target_wait_s;
  const isFree = view.counter_state === "open" && view.current === null;
  const isHere = view.counter_state !== "closed";
  const cancel = { verb: "cancel", press: (/** @type {DeskTicket} */ ticket) => onAsk("cancel", ticket) };
  const call = { verb: "call", press: (/** @type {DeskTicket} */ ticket) => onAsk("call", ticket) };
  const resume = { verb: "resume", press: (/** @type {DeskTicket} */ ticket) => act("resume", { ticket: ticket.ticket }) };
  const reinstate = { verb: "reinstate", press: (/** @type {DeskTicket} */ ticket) => act("reinstate", { ticket: ticket.ticket }) };
  return html`<div class="lists">
    <${List} list="queue" timeZone=${view.time_zone} tickets=${view.queue} target=${target} busy=${busy} enabled=${isHere} actions=${isFree ? [call, cancel] : [cancel]} />
    <${List} list="held" timeZone=${view.time_zone} tickets=${view.held} target=${target} busy=${busy} enabled=${isFree} actions=${[resume]} />
    <${List} list="absent" timeZone=${view.time_zone} tickets=${view.absent} target=${target} busy=${busy} enabled=${isHere} actions=${[reinstate]} />
    <${Appointments} view=${view} />
    <${NotPrinted} view=${view} busy=${busy} enabled=${isHere} act=${act} />
  </div>`;
}
