// What a verb must know before it is done: where to, and why.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {(verb: string, more: Record<string, unknown>) => void} Done */

const language = staffLanguage;

/** @param {{title: string, children?: unknown, onSubmit: (form: FormData) => void, onClose: () => void}} props */
function Dialog({ title, children, onSubmit, onClose }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => element.current?.showModal(), []);
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    onSubmit(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)));
  };
  return html`<dialog ref=${element} onClose=${onClose} aria-label=${title}><form onSubmit=${submit}><h2>${title}</h2>${children}
    <div class="buttons"><button type="button" class="button" onClick=${onClose}>${t(language, "common.cancel")}</button>
      <button class="button primary" data-action="confirm">${t(language, "clerk.confirm")}</button></div></form></dialog>`;
}

const Reason = () => html`<label>${t(language, "clerk.reason")}<input name="reason" minlength="3" maxlength="200" required autofocus /></label>`;

/** @param {{view: ClerkView, onDone: Done, onClose: () => void}} props */
export function TransferDialog({ view, onDone, onClose }) {
  const first = view.services.find((one) => !view.own_services.includes(one.id)) ?? view.services[0];
  const [service, setService] = useState(first?.id ?? "");
  const counters = view.services.find((one) => one.id === service)?.counters ?? [];
  /** @param {FormData} form */
  const submit = (form) => onDone("transfer", { service, counter: Number(form.get("counter")) || null, place: form.get("place") });
  return html`<${Dialog} title=${t(language, "clerk.transfer")} onSubmit=${submit} onClose=${onClose}>
    <label>${t(language, "clerk.service")}<select name="service" value=${service} onChange=${(/** @type {any} */ event) => setService(event.currentTarget.value)}>
      ${view.services.map((one) => html`<option value=${one.id}>${one.prefix} – ${pick(one.name, language)}</option>`)}</select></label>
    <label>${t(language, "clerk.counter")}<select name="counter"><option value="">${t(language, "clerk.any_counter")}</option>
      ${counters.map((one) => html`<option value=${one}>${t(language, "common.counter", { n: one })}</option>`)}</select></label>
    <label>${t(language, "clerk.place")}<select name="place">${["keep", "first", "last"].map((one) => html`<option value=${one}>${t(language, `clerk.place.${one}`)}</option>`)}</select></label>
  <//>`;
}

/** @param {{view: ClerkView, onDone: Done, onClose: () => void}} props */
export function WalkInDialog({ view, onDone, onClose }) {
  /** @param {FormData} form */
  const submit = (form) => onDone("walk-in", { service: form.get("service"), reason: form.get("reason") });
  return html`<${Dialog} title=${t(language, "clerk.walk-in")} onSubmit=${submit} onClose=${onClose}>
    <label>${t(language, "clerk.service")}<select name="service">${view.services
      .filter((one) => view.own_services.includes(one.id))
      .map((one) => html`<option value=${one.id}>${one.prefix} – ${pick(one.name, language)}</option>`)}</select></label><${Reason} />
  <//>`;
}

/** @param {{ticket: import("../shared_ui/protocol").DeskTicket, onDone: Done, onClose: () => void}} props */
export function CallDialog({ ticket, onDone, onClose }) {
  /** @param {FormData} form */
  const submit = (form) => onDone("call", { ticket: ticket.ticket, reason: form.get("reason") });
  return html`<${Dialog} title=${t(language, "clerk.call_reason", { code: ticket.code })} onSubmit=${submit} onClose=${onClose}><${Reason} /><//>`;
}

/** @param {{ticket: import("../shared_ui/protocol").DeskTicket, onDone: Done, onClose: () => void}} props */
export function CancelDialog({ ticket, onDone, onClose }) {
  const submit = () => onDone("cancel", { ticket: ticket.ticket });
  return html`<${Dialog} title=${t(language, "clerk.cancel_sure", { code: ticket.code })} onSubmit=${submit} onClose=${onClose} />`;
}
