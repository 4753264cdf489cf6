// What a verb must know before it is done: where to, and why.
import { html, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { pick, t } from "../shared_ui/texts.js";
import { Choices, Dialog } from "./dialog.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {(verb: string, more: Record<string, unknown>) => void} Done */

const language = staffLanguage;
const READY_REASONS = ["papers", "frail", "wrong", "appointed"];

/** Ready reasons by number, or one's own words. */
function Reason() {
  const [reason, setReason] = useState("");
  return html`<${Choices} name="ready" legend=${t(language, "clerk.reason_ready")} value=${reason} isFirst onChoose=${setReason}
      options=${READY_REASONS.map((one) => ({ value: t(language, `clerk.reason.${one}`), label: t(language, `clerk.reason.${one}`) }))} />
    <label>${t(language, "clerk.reason")}<input name="reason" minlength="3" maxlength="200" required autocomplete="off" value=${reason}
      onInput=${(/** @type {any} */ event) => setReason(event.currentTarget.value)} /></label>`;
}

/** @param {{view: ClerkView, onDone: Done, onClose: () => void}} props */
export function TransferDialog({ view, onDone, onClose }) {
  const others = view.services.filter((one) => !view.own_services.includes(one.id));
  const services = [...others, ...view.services.filter((one) => view.own_services.includes(one.id))];
  const [service, setService] = useState(services[0]?.id ?? "");
  const counters = view.services.find((one) => one.id === service)?.counters ?? [];
  /** @param {FormData} form */
  const submit = (form) =>
    onDone("transfer", { service, counter: Number(form.get("counter")) || null, place: form.get("place"), note: form.get("note") ?? "" });
  return html`<${Dialog} name="transfer" title=${t(language, "clerk.transfer_of", { code: view.current?.code ?? "" })} confirm=${t(language, "clerk.transfer")} isBlocked=${counters.length === 0} onSubmit=${submit} onClose=${onClose}>
    <${Choices} name="service" legend=${t(language, "clerk.service")} value=${service} isFirst onChoose=${setService}
      options=${services.map((one) => ({ value: one.id, label: `${one.prefix} – ${pick(one.name, language)}` }))} />
    <div class="pair"><label>${t(language, "clerk.counter")}<select name="counter"><option value="">${t(language, "clerk.any_counter")}</option>
      ${counters.map((one) => html`<option value=${one}>${t(language, "common.counter", { n: one })}</option>`)}</select></label>
    <label>${t(language, "clerk.place")}<select name="place">${["keep", "first", "last"].map((one) => html`<option value=${one}>${t(language, `clerk.place.${one}`)}</option>`)}</select></label></div>
    <label>${t(language, "clerk.note_for_next")}<textarea name="note" rows="2" maxlength="500">${view.current?.note?.text ?? ""}</textarea></label>
  <//>`;
}

/** @param {{view: ClerkView, onDone: Done, onClose: () => void}} props */
export function WalkInDialog({ view, onDone, onClose }) {
  const own = view.services.filter((one) => view.own_services.includes(one.id));
  /** @param {FormData} form */
  const submit = (form) => onDone("walk-in", { service: form.get("service"), priority: form.get("priority") || null, reason: form.get("reason") });
  return html`<${Dialog} name="walk-in" title=${t(language, "clerk.walk-in")} onSubmit=${submit} onClose=${onClose}>
    <div class="pair"><label>${t(language, "clerk.service")}<select name="service">${own.map((one) => html`<option value=${one.id}>${one.prefix} – ${pick(one.name, language)}</option>`)}</select></label>
    <label>${t(language, "clerk.priority")}<select name="priority"><option value="">${t(language, "clerk.no_priority")}</option>
      ${view.priorities.map((one) => html`<option value=${one.code}>${pick(one.name, language)}</option>`)}</select></label></div><${Reason} />
  <//>`;
}

/** @param {{ticket: import("../shared_ui/protocol").DeskTicket, onDone: Done, onClose: () => void}} props */
export function CallDialog({ ticket, onDone, onClose }) {
  /** @param {FormData} form */
  const submit = (form) => onDone("call", { ticket: ticket.ticket, reason: form.get("reason") });
  return html`<${Dialog} name="call" title=${t(language, "clerk.call_reason", { code: ticket.code })} onSubmit=${submit} onClose=${onClose}><${Reason} /><//>`;
}

/** @param {{ticket: import("../shared_ui/protocol").DeskTicket, onDone: Done, onClose: () => void}} props */
export function CancelDialog({ ticket, onDone, onClose }) {
  const submit = () => onDone("cancel", { ticket: ticket.ticket });
  return html`<${Dialog} name="cancel" title=${t(language, "clerk.cancel_sure", { code: ticket.code })} danger onSubmit=${submit} onClose=${onClose} />`;
}

/** @param {{counter: number, clerk: string, onDone: Done, onClose: () => void}} props */
export function TakeOverDialog({ counter, clerk, onDone, onClose }) {
  /** @param {FormData} form */
  const submit = (form) => onDone("take-over", { reason: form.get("reason") });
  return html`<${Dialog} name="take-over" title=${t(language, "clerk.take_over_from", { n: counter, clerk })} onSubmit=${submit} onClose=${onClose}>
    <label>${t(language, "clerk.reason")}<input name="reason" minlength="3" maxlength="200" required autocomplete="off" autofocus /></label><//>`;
}
