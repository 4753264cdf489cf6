// One appointment's own page: its code for the kiosk, the calendar, another time, giving it up.
import { html, useState } from "../shared_ui/html.js";
import { newRequestId, post } from "../shared_ui/api.js";
import { formatTime } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { slotDayInWords } from "../shared_ui/slots.js";
import { pick, t } from "../shared_ui/texts.js";
import { ChooseSlot, Documents } from "./choose.js";

/** @typedef {import("../shared_ui/protocol").AppointmentView} AppointmentView */
/** @typedef {{view: AppointmentView, language: string, onChange: (view: AppointmentView) => void}} Props */

/** @param {{view: AppointmentView, language: string}} props */
function Facts({ view, language }) {
  const isBooked = view.state === "booked";
  return html`<section class="card appointment" data-state=${view.state}>
    <h1>${t(language, "book.yours")}</h1>
    <p>${pick(view.service_name, language)}</p>
    <p class="when">${formatTime(view.slot, view.time_zone)}</p>
    <p>${slotDayInWords(view.slot, view.time_zone, language)}</p>
    ${view.office_address ? html`<p class="small">${view.office_address}</p>` : null}
    ${isBooked
      ? html`<p>${t(language, "book.code")}</p><p class="code" data-code=${view.code}>${view.code}</p><img src=${`${view.path}/qr.svg`} alt="" />`
      : html`<p class=${view.state === "checked_in" ? "message good" : "message warn"}>${t(language, `book.state.${view.state}`)}</p>`}
  </section>`;
}

/** @param {{view: AppointmentView, language: string}} props */
function Rules({ view, language }) {
  const opens = formatTime(view.opens, view.time_zone);
  const until = formatTime(view.keeps_until, view.time_zone);
  return html`<section class="card"><p>${t(language, "book.at_kiosk")}</p><p>${t(language, "book.window", { opens, until })}</p>
    <p class="small">${t(language, "book.place")} ${t(language, "book.anonymous")}</p></section>`;
}

/** @param {Props & {onDone: () => void}} props */
function Cancel({ view, language, onChange, onDone }) {
  const [requestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const cancel = async () => {
    setBusy(true);
    try {
      onChange(await post(`/api${view.path}/cancel`, { request_id: requestId }));
      onDone();
    } catch (error) {
      setProblem(inWords(error, language));
    } finally {
      setBusy(false);
    }
  };
  return html`<section class="card" role="alertdialog" aria-labelledby="sure"><p id="sure">${t(language, "book.cancel_sure")}</p>
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    <button class="button primary" data-action="keep" disabled=${busy} onClick=${onDone}>${t(language, "book.keep")}</button>
    <button class="button danger" data-action="confirm" disabled=${busy} onClick=${cancel}>${t(language, "book.cancel")}</button></section>`;
}

/** @param {Props & {onDone: () => void}} props */
function Move({ view, language, onChange, onDone }) {
  const send = async (/** @type {string} */ slot, /** @type {string} */ requestId) => {
    onChange(await post(`/api${view.path}/move`, { request_id: requestId, slot }));
    onDone();
  };
  return html`<section class="card"><h2>${t(language, "book.move")}</h2>
    <${ChooseSlot} address=${`/api${view.path}/slots`} language=${language} label="book.move_confirm" send=${send} />
    <button class="button quiet" data-action="back" onClick=${onDone}>← ${t(language, "book.back")}</button></section>`;
}

/** @param {Props} props */
export function Appointment({ view, language, onChange }) {
  const [asked, setAsked] = useState("");
  const done = () => setAsked("");
  const props = { view, language, onChange, onDone: done };
  if (asked === "move") return html`<${Facts} view=${view} language=${language} /><${Move} ...${props} />`;
  if (asked === "cancel") return html`<${Facts} view=${view} language=${language} /><${Cancel} ...${props} />`;
  if (view.state !== "booked")
    return html`<${Facts} view=${view} language=${language} />
      ${view.ticket_path ? html`<a class="button primary" href=${view.ticket_path} data-action="ticket">${t(language, "book.open_ticket", { code: view.ticket_code ?? "" })}</a>` : null}
      <a class="button" href="/book" data-action="again">${t(language, "book.again")}</a>`;
  return html`<${Facts} view=${view} language=${language} /><${Rules} view=${view} language=${language} />
    <${Documents} documents=${view.documents} language=${language} />
    <div class="buttons"><a class="button" href=${`${view.path}/calendar.ics?language=${language}`} data-action="calendar">${t(language, "book.calendar")}</a>
      <button class="button" data-action="move" onClick=${() => setAsked("move")}>${t(language, "book.move")}</button>
      <button class="button quiet danger" data-action="cancel" onClick=${() => setAsked("cancel")}>${t(language, "book.cancel")}</button></div>`;
}
