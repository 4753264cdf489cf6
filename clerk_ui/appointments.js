// Appointments at the desk: today's, booking one, finding one by its code, another time, giving it up, on paper.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { get, newRequestId, post } from "../shared_ui/api.js";
import { formatTime } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { slotDayInWords, SlotPicker } from "../shared_ui/slots.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {import("../shared_ui/protocol").DeskAppointment} DeskAppointment */
/** @typedef {import("../shared_ui/protocol").AppointmentView} AppointmentView */
/** @typedef {import("../shared_ui/protocol").FreeSlots} FreeSlots */
/** @typedef {(work: () => Promise<void>) => Promise<void>} Try carries something out and says in words what went wrong */

const language = staffLanguage;

/** @param {string} code */
const addressOf = (code) => `/api/clerk/appointments/${encodeURIComponent(code)}`;

/**
 * Free slots of a service, and sending the chosen one; asked for anew when it was taken meanwhile.
 * @param {{service: string, label: string, attempt: Try, busy: boolean, send: (slot: string, requestId: string) => Promise<void>}} props
 */
function ChooseSlot({ service, label, attempt, busy, send }) {
  const [slots, setSlots] = useState(/** @type {FreeSlots | null} */ (null));
  const [wish, setWish] = useState({ slot: "", requestId: "" });
  const load = async () => setSlots(await get(`/api/clerk/slots/${encodeURIComponent(service)}`));
  useEffect(() => {
    setSlots(null);
    setWish({ slot: "", requestId: "" });
    void attempt(load);
  }, [service]);
  const confirm = () =>
    attempt(async () => {
      try {
        await send(wish.slot, wish.requestId);
      } catch (error) {
        await load();
        throw error;
      }
    });
  if (!slots) return null;
  return html`<${SlotPicker} slots=${slots} language=${language} chosen=${wish.slot} onChoose=${(/** @type {string} */ slot) => setWish({ slot, requestId: newRequestId() })} />
    <button type="button" class="button primary" data-action="confirm" disabled=${busy || !wish.slot} onClick=${confirm}>${wish.slot ? t(language, label, { time: formatTime(wish.slot, slots.time_zone) }) : t(language, "clerk.appointment_choose")}</button>`;
}

/** @param {{view: ClerkView, attempt: Try, busy: boolean, onBooked: (booked: AppointmentView) => void}} props */
function Book({ view, attempt, busy, onBooked }) {
  const bookable = view.services.filter((one) => one.appointments);
  const [service, setService] = useState((bookable.find((one) => view.own_services.includes(one.id)) ?? bookable[0])?.id ?? "");
  const send = async (/** @type {string} */ slot, /** @type {string} */ requestId) => onBooked(await post("/api/clerk/appointments", { request_id: requestId, service, slot }));
  return html`<label>${t(language, "clerk.service")}<select name="service" value=${service} onChange=${(/** @type {any} */ event) => setService(event.currentTarget.value)}>
      ${bookable.map((one) => html`<option value=${one.id}>${one.prefix} – ${pick(one.name, language)}</option>`)}</select></label>
    <${ChooseSlot} service=${service} label="book.confirm" attempt=${attempt} busy=${busy} send=${send} />`;
}

/** @param {{attempt: Try, busy: boolean, onFound: (found: AppointmentView) => void}} props */
function Find({ attempt, busy, onFound }) {
  const [code, setCode] = useState("");
  const find = () => attempt(async () => onFound(await get(addressOf(code))));
  return html`<label>${t(language, "book.code")}<input name="code" class="sign" maxlength="8" autocomplete="off" spellcheck=${false} autofocus value=${code}
      onInput=${(/** @type {any} */ event) => setCode(event.currentTarget.value)}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => void (event.key === "Enter" && code.trim() && find())} /></label>
    <button type="button" class="button primary" data-action="find" disabled=${busy || !code.trim()} onClick=${find}>${t(language, "clerk.appointment_find")}</button>`;
}

/** @param {{found: AppointmentView, attempt: Try, busy: boolean, onChange: (found: AppointmentView) => void}} props */
function Found({ found, attempt, busy, onChange }) {
  const [asked, setAsked] = useState("");
  const [said, setSaid] = useState("");
  const isBooked = found.state === "booked";
  const change = (/** @type {string} */ verb, /** @type {object} */ more) =>
    attempt(async () => {
      onChange(await post(`${addressOf(found.code)}/${verb}`, { request_id: newRequestId(), ...more }));
      setAsked("");
    });
  const print = () =>
    attempt(async () => {
      const paper = await post(`${addressOf(found.code)}/print`, { request_id: newRequestId() });
      setSaid(paper.printed ? t(language, "clerk.appointment_printed") : t(language, `printer.${paper.fault}`));
    });
  const move = (/** @type {string} */ slot, /** @type {string} */ requestId) =>
    post(`${addressOf(found.code)}/move`, { request_id: requestId, slot }).then((/** @type {AppointmentView} */ moved) => {
      onChange(moved);
      setAsked("");
    });
  const actions = html`<div class="verbs"><button type="button" class="button" data-action="print" disabled=${busy} onClick=${print}>${t(language, "clerk.appointment_print")}</button>
    <button type="button" class="button" data-action="move" disabled=${busy} onClick=${() => setAsked(asked === "move" ? "" : "move")}>${t(language, "clerk.appointment_move")}</button>
    <button type="button" class="button danger" data-action="cancel" disabled=${busy} onClick=${() => (asked === "cancel" ? change("cancel", {}) : setAsked("cancel"))}>${t(language, asked === "cancel" ? "clerk.appointment_cancel_sure" : "clerk.appointment_cancel")}</button></div>`;
  return html`<div data-appointment=${found.code} data-state=${found.state}>
    <p class="sign">${found.code}</p>
    <p><strong>${formatTime(found.slot, found.time_zone)}</strong>, ${slotDayInWords(found.slot, found.time_zone, language)}</p>
    <p>${pick(found.service_name, language)}</p>
    ${isBooked ? html`<p class="small">${t(language, "clerk.appointment_tell")}</p>` : html`<p class="message warn">${t(language, `book.state.${found.state}`)}${found.ticket_code ? ` · ${found.ticket_code}` : ""}</p>`}
    ${said ? html`<p class="message" role="status">${said}</p>` : null}</div>
    ${isBooked ? actions : null}
    ${asked === "move" ? html`<${ChooseSlot} service=${found.service} label="book.move_confirm" attempt=${attempt} busy=${busy} send=${move} />` : null}`;
}

/** @param {{view: ClerkView, start: string, onClose: () => void}} props `start`: "new", "find", or a code */
function AppointmentsDialog({ view, start, onClose }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [found, setFound] = useState(/** @type {AppointmentView | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  /** @type {Try} */
  const attempt = async (work) => {
    setBusy(true);
    setProblem("");
    try {
      await work();
    } catch (error) {
      setProblem(inWords(error, language));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    element.current?.showModal();
    if (start !== "new" && start !== "find") void attempt(async () => setFound(await get(addressOf(start))));
  }, []);
  const title = t(language, start === "new" && !found ? "clerk.appointment_new" : "clerk.appointments");
  return html`<dialog ref=${element} class="appointments" onClose=${onClose} aria-label=${title}><div class="form"><h2>${title}</h2>
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    ${found ? html`<${Found} found=${found} attempt=${attempt} busy=${busy} onChange=${setFound} />` : null}
    ${!found && start === "new" ? html`<${Book} view=${view} attempt=${attempt} busy=${busy} onBooked=${setFound} />` : null}
    ${!found && start === "find" ? html`<${Find} attempt=${attempt} busy=${busy} onFound=${setFound} />` : null}
    <div class="buttons"><button type="button" class="button" data-action="close" onClick=${onClose}>${t(language, "clerk.close_window")}</button></div></div></dialog>`;
}

/** @param {{one: DeskAppointment, timeZone: string, onOpen: () => void}} props */
const Row = ({ one, timeZone, onOpen }) => html`<tr data-appointment=${one.code} data-late=${one.is_late}><td class="code">${formatTime(one.slot, timeZone)}</td>
  <td>${pick(one.service_name, language)}${one.is_late ? html` · <span class="overdue">${t(language, "clerk.appointment_late")}</span>` : null}</td>
  <td><button class="button quiet" data-action="appointment" onClick=${onOpen}>${one.code}</button></td></tr>`;

/**
 * Today's appointments that are still to come. Nothing where no service takes any.
 * @param {{view: ClerkView}} props
 */
export function Appointments({ view }) {
  const [dialog, setDialog] = useState("");
  const booked = view.appointments.filter((one) => one.state === "booked");
  const takesAny = view.services.some((one) => one.appointments);
  if (!takesAny && booked.length === 0) return null;
  return html`<section class="card" data-list="appointments"><h2>${t(language, "clerk.appointments_today", { n: booked.length })}</h2>
    ${booked.length === 0 ? html`<p>${t(language, "clerk.appointment_none")}</p>` : null}
    <table><tbody>${booked.map((one) => html`<${Row} key=${one.code} one=${one} timeZone=${view.time_zone} onOpen=${() => setDialog(one.code)} />`)}</tbody></table>
    <div class="verbs">${takesAny ? html`<button class="button" data-action="appointment-new" onClick=${() => setDialog("new")}>${t(language, "clerk.appointment_new")}</button>` : null}
      <button class="button" data-action="appointment-find" onClick=${() => setDialog("find")}>${t(language, "clerk.appointment_find")}</button></div>
    ${dialog ? html`<${AppointmentsDialog} view=${view} start=${dialog} onClose=${() => setDialog("")} />` : null}</section>`;
}
