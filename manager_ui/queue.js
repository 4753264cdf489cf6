// Who waits, the longest first; and what a manager may do for one of them.
import { html, useState } from "../shared_ui/html.js";
import { formatTime, secondsSince, useNow } from "../shared_ui/clock.js";
import { pick, t } from "../shared_ui/texts.js";
import { CommandDialog, Reason } from "./dialog.js";
import { clock } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {import("../shared_ui/protocol").WaitingTicket} WaitingTicket */
/** @typedef {{view: ManagerView, language: string}} Props */
/** @typedef {Props & {ticket: WaitingTicket, onDone: (text: string) => void, onClose: () => void}} AskProps */

const SHOWN = 12; // more are a click away: the longest wait is what matters

/** @param {AskProps} props */
function MoveDialog({ view, language, ticket, onDone, onClose }) {
  const [service, setService] = useState(ticket.service);
  const counters = view.counters.filter((one) => one.services.includes(service));
  /** @param {FormData} form */
  const body = (form) => ({ service, counter: Number(form.get("counter")) || null, place: String(form.get("place")), reason: String(form.get("reason")).trim() });
  /** @param {import("../shared_ui/protocol").TicketMoved} answer */
  const done = (answer) => onDone(t(language, answer.overtaken.length > 0 ? "today.moved_before" : "today.moved", { code: answer.code, codes: answer.overtaken.join(", ") }));
  return html`<${CommandDialog} name="move" title=${t(language, "today.move_of", { code: ticket.code })} path=${`/api/manager/tickets/${encodeURIComponent(ticket.ticket)}/move`} confirm=${t(language, "today.move")}
    language=${language} isBlocked=${counters.length === 0} body=${body} onDone=${done} onClose=${onClose}>
    <label>${t(language, "manager.service")}<select name="service" autofocus value=${service} onChange=${(/** @type {any} */ event) => setService(event.currentTarget.value)}>
      ${view.services.map((one) => html`<option value=${one.id}>${one.prefix} – ${pick(one.name, language)}</option>`)}</select></label>
    <label>${t(language, "manager.counter")}<select name="counter"><option value="">${t(language, "clerk.any_counter")}</option>
      ${counters.map((one) => html`<option value=${one.number}>${one.number} – ${one.name}</option>`)}</select></label>
    <label>${t(language, "clerk.place")}<select name="place">${["keep", "first", "last"].map((one) => html`<option value=${one}>${t(language, `today.place.${one}`)}</option>`)}</select></label>
    <${Reason} language=${language} />
  <//>`;
}

/** @param {AskProps} props */
const CancelDialog = ({ language, ticket, onDone, onClose }) => html`<${CommandDialog} name="cancel" title=${t(language, "today.cancel_of", { code: ticket.code })}
  path=${`/api/manager/tickets/${encodeURIComponent(ticket.ticket)}/cancel`} confirm=${t(language, "today.cancel")} danger language=${language}
  body=${(/** @type {FormData} */ form) => ({ reason: String(form.get("reason")).trim() })} onDone=${() => onDone(t(language, "today.cancelled", { code: ticket.code }))} onClose=${onClose}>
  <p>${t(language, "today.cancel_sure")}</p><${Reason} language=${language} /><//>`;

/** @param {Props & {ticket: WaitingTicket, onAsk: (verb: string) => void}} props */
function Row({ view, language, ticket, onAsk }) {
  const waited = secondsSince(ticket.arrived_at);
  const service = view.services.find((one) => one.id === ticket.service);
  /** @param {string} verb */
  const button = (verb) => html`<button class=${`button ${verb === "cancel" ? "danger" : ""}`} data-action=${verb} aria-label=${t(language, `today.${verb}_of`, { code: ticket.code })} onClick=${() => onAsk(verb)}>${t(language, `today.${verb}`)}</button>`;
  return html`<tr data-waiting=${ticket.code} class=${waited > view.target_wait_s ? "over" : ""}><td><b>${ticket.code}</b></td>
    <td class="wide">${service ? pick(service.name, language) : ticket.service}</td><td>${ticket.counter === null ? "–" : t(language, "common.counter", { n: ticket.counter })}</td>
    <td>${formatTime(ticket.arrived_at, view.time_zone)}</td><td><b>${clock(waited)}</b></td><td class="verbs">${button("move")}${button("cancel")}</td></tr>`;
}

/** @param {Props & {service: string, onService: (service: string) => void, onDone: (text: string) => void}} props */
export function Queue({ view, language, service, onService, onDone }) {
  useNow(1000);
  const [isWhole, setWhole] = useState(false);
  const [code, setCode] = useState("");
  const [asked, setAsked] = useState(/** @type {{ticket: WaitingTicket, verb: string} | null} */ (null));
  const wanted = view.waiting.filter((one) => (service === "" || one.service === service) && one.code.includes(code.trim().toUpperCase()));
  const shown = isWhole ? wanted : wanted.slice(0, SHOWN);
  const Ask = asked?.verb === "move" ? MoveDialog : CancelDialog;
  return html`<section class="card queue"><h2>${t(language, "today.queue", { n: wanted.length })}</h2>
    <div class="row"><label>${t(language, "manager.service")}<select name="queue-service" value=${service} onChange=${(/** @type {any} */ event) => onService(event.currentTarget.value)}><option value="">${t(language, "today.every_service")}</option>
      ${view.services.map((one) => html`<option value=${one.id}>${one.prefix} – ${pick(one.name, language)}</option>`)}</select></label>
      <label>${t(language, "today.find")}<input name="queue-code" autocomplete="off" size="6" value=${code} onInput=${(/** @type {any} */ event) => setCode(event.currentTarget.value)} /></label></div>
    ${wanted.length === 0 ? html`<p class="none">${t(language, view.waiting.length === 0 ? "today.nobody_waits" : "today.nobody_found")}</p>`
      : html`<table class="words"><thead><tr>${["code", "service", "counter", "at", "wait", "verbs"].map((key) => html`<th scope="col">${t(language, key === "at" ? "today.arrived" : `manager.${key}`)}</th>`)}</tr></thead><tbody>
        ${shown.map((ticket) => html`<${Row} key=${ticket.ticket} view=${view} language=${language} ticket=${ticket} onAsk=${(/** @type {string} */ verb) => setAsked({ ticket, verb })} />`)}</tbody></table>
        ${wanted.length > SHOWN ? html`<button class="button quiet" data-action="whole-queue" onClick=${() => setWhole(!isWhole)}>${t(language, isWhole ? "today.fewer" : "today.all", { n: wanted.length })}</button>` : null}`}
    ${asked ? html`<${Ask} key=${asked.ticket.ticket} view=${view} language=${language} ticket=${asked.ticket} onDone=${onDone} onClose=${() => setAsked(null)} />` : null}</section>`;
}
