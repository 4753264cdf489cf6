// Choosing a free slot: a day, then a time. The same on the phone and at the desk.
import { html, useState } from "./html.js";
import { dateLocale, formatTime } from "./clock.js";
import { t } from "./texts.js";

/** @typedef {import("./protocol").FreeSlots} FreeSlots */
/** @typedef {import("./protocol").SlotDay} SlotDay */

/**
 * A day of the office in words: "Thứ Tư, 25/11/2026".
 * @param {string} day `YYYY-MM-DD`
 * @param {string} language
 * @returns {string}
 */
export function dayInWords(day, language) {
  // Noon in UTC is the same date wherever the words are made.
  return new Intl.DateTimeFormat(dateLocale(language), { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
}

/**
 * The office's date of a moment, in words.
 * @param {string} at
 * @param {string} timeZone
 * @param {string} language
 * @returns {string}
 */
export function slotDayInWords(at, timeZone, language) {
  return new Intl.DateTimeFormat(dateLocale(language), { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric", timeZone }).format(new Date(at));
}

/** @param {SlotDay} day */
const isFull = (day) => day.slots.every((slot) => slot.free === 0);

/** @param {{slots: FreeSlots, language: string, chosen: string, onChoose: (at: string) => void}} props */
export function SlotPicker({ slots, language, chosen, onChoose }) {
  const [picked, setPicked] = useState((slots.days.find((one) => !isFull(one)) ?? slots.days[0])?.day ?? "");
  const day = slots.days.find((one) => one.day === picked) ?? slots.days[0];
  if (!day || slots.days.every(isFull)) return html`<p class="message warn" data-no-slots>${t(language, "book.no_slots")}</p>`;
  const change = (/** @type {any} */ event) => {
    setPicked(event.currentTarget.value);
    onChoose("");
  };
  return html`<div class="slots">
    <label>${t(language, "book.day")}<select name="day" value=${day.day} onChange=${change}>${slots.days.map(
      (one) => html`<option value=${one.day}>${dayInWords(one.day, language)}${isFull(one) ? ` – ${t(language, "book.full")}` : ""}</option>`,
    )}</select></label>
    <div class="times" role="group" aria-label=${t(language, "book.time")}>${day.slots.map((slot) => {
      const time = formatTime(slot.at, slots.time_zone);
      return html`<button type="button" class="button" data-slot=${time} aria-pressed=${slot.at === chosen} disabled=${slot.free === 0}
        aria-label=${slot.free === 0 ? `${time} – ${t(language, "book.full")}` : time} onClick=${() => onChoose(slot.at)}>${time}</button>`;
    })}</div>
  </div>`;
}
