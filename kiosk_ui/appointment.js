// "I have an appointment": its code by keys or by scanner becomes a number.
import { html } from "../shared_ui/html.js";
import { formatTime } from "../shared_ui/clock.js";
import { t } from "../shared_ui/texts.js";
import { Paper } from "./number.js";
import { OnScreenKeyboard } from "./onscreen_keyboard.js";

/** @typedef {import("../shared_ui/protocol").CheckedInAnswer} CheckedInAnswer */

const LENGTH = 6;
const PAGE = /\/appointment\/([A-Za-z0-9_-]{16,64})$/; // what the QR code of an appointment opens

/**
 * The token in what was scanned, or null: then it is something else.
 * @param {string} scan
 * @returns {string | null}
 */
export const scannedAppointment = (scan) => PAGE.exec(scan.trim())?.[1] ?? null;

/** @param {string} text */
const plain = (text) => text.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, LENGTH);

/** @param {{language: string, onClick: () => void}} props */
export const AppointmentButton = ({ language, onClick }) => html`<button class="button appointment" data-action="appointment" onClick=${onClick}>
  <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 6 H20 V20 H4 Z M4 10 H20 M8 3 V7 M16 3 V7 M9 15 L11.2 17.2 L15.5 12.8" /></svg>${t(language, "kiosk.appointment")}</button>`;

/** @param {{text: string, language: string, onText: (text: string) => void, onDone: (code: string) => void, onBack: () => void}} props */
export function AppointmentStep({ text, language, onText, onDone, onBack }) {
  const write = (/** @type {string} */ next) => onText(plain(next));
  return html`<section class="step services">
    <div class="ask">
      <button class="button back" data-action="appointment_back" onClick=${onBack}>← ${t(language, "kiosk.back")}</button>
      <label class="search"><span class="hidden">${t(language, "book.code")}</span>
        <input data-appointment-code data-first inputmode="none" autocomplete="off" spellcheck=${false} placeholder=${t(language, "book.code")} value=${text}
          onInput=${(/** @type {{currentTarget: HTMLInputElement}} */ event) => {
            event.currentTarget.value = plain(event.currentTarget.value);
            write(event.currentTarget.value);
          }} /></label>
      <button class="button primary" data-action="appointment_done" data-digit="1" disabled=${text.length < LENGTH} onClick=${() => onDone(text)}>${t(language, "kiosk.appointment_take")}</button>
    </div>
    <p class="hint" data-say>${t(language, "kiosk.appointment_how")}</p>
    <${OnScreenKeyboard} text=${text} language=${language} onText=${write} code />
  </section>`;
}

/**
 * Below the number: where it stands because of the appointment, and the paper; asked for again, another paper if wanted.
 * @param {{answer: CheckedInAnswer, language: string, timeZone: string, onReprint: () => void}} props
 */
export function AppointmentNote({ answer, language, timeZone, onReprint }) {
  const time = formatTime(answer.slot, timeZone);
  const isReprinted = answer.again && answer.paper.printed && answer.reprinted;
  const note = answer.standing === "too_late" ? "kiosk.appointment_too_late" : "kiosk.appointment_wait";
  return html`<div class="kept"><p class=${answer.standing === "too_late" ? "message warn" : "message good"} data-standing=${answer.standing} data-say>${t(language, note, { time })}</p>
    ${answer.again ? html`<p data-again data-say>${t(language, "kiosk.appointment_again")}</p>` : null}
    ${!answer.again || answer.reprinted ? html`<${Paper} paper=${answer.paper} code=${answer.taken.code} language=${language} />` : null}
    ${answer.again && !isReprinted ? html`<button class="button" data-action="reprint" data-digit="2" onClick=${onReprint}>${t(language, "kiosk.reprint")}</button>` : null}</div>`;
}
