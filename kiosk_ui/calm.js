// When no number can be had: what it is, why, what to do, and when to come back. One idea, large, without alarm.
import { html } from "../shared_ui/html.js";
import { formatDate, formatTime } from "../shared_ui/clock.js";
import { hasText, pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/protocol").KioskView} KioskView */

const SIGNS = {
  clock: "M24 12 V24 L32 29",
  cup: "M13 19 H31 V27 A7 7 0 0 1 24 34 H20 A7 7 0 0 1 13 27 Z M31 21 H33 A3.5 3.5 0 0 1 33 28 H31 M18 15 V12 M26 15 V12",
  closed: "M13 24 H35",
  full: "M15 15 H33 M15 24 H33 M15 33 H33",
  away: "M14 21 A15 15 0 0 1 34 21 M18 26 A9 9 0 0 1 30 26 M24 33 V33.5 M14 34 L34 14",
  paper: "M17 21 V12 H31 V21 M14 21 H34 V31 H14 Z M18 27 H30 V36 H18 Z",
  card: "M11 15 H37 V33 H11 Z M18 22.5 A2 2 0 1 0 18 22.4 M14.5 29 A3.5 3.5 0 0 1 21.5 29 M26 21 H33 M26 27 H33",
  date: "M13 14 H35 V34 H13 Z M13 20 H35 M19 11 V16 M29 11 V16",
  notice: "M24 21 V34 M24 13.5 V14.5",
};

/** @type {Record<string, keyof typeof SIGNS>} */
const SIGN_OF = {
  lunch_break: "cup",
  not_yet_issuing: "clock",
  issuing_over: "clock",
  office_closed_today: "closed",
  closed_until_further_notice: "closed",
  service_closed: "closed",
  daily_limit_reached: "full",
  numbers_used_up: "full",
  day_is_full: "full",
  citizen_limit_reached: "full",
  identity_needed: "card",
  appointment_too_early: "clock",
  appointment_missed: "date",
  appointment_used: "date",
  appointment_cancelled: "date",
  unknown_appointment: "date",
};
const TOMORROW_HELPS = new Set(["daily_limit_reached", "numbers_used_up", "day_is_full"]);

/** @param {{name: keyof typeof SIGNS}} props */
export const Sign = ({ name }) => html`<svg class="sign" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21" /><path d=${SIGNS[name]} /></svg>`;

/** @param {{sign?: keyof typeof SIGNS, title?: string, text: string, todo?: string, code?: string, children?: unknown}} props */
export const Calm = ({ sign = "notice", title, text, todo, code, children }) => html`<section class="calm" role="status" data-calm=${code ?? sign}>
    <div class="told">
      <${Sign} name=${sign} />
      ${title ? html`<h2 data-say>${title}</h2>` : null}
      <p data-say data-refusal=${code}>${text}</p>
      ${todo ? html`<p class="todo" data-say>${todo}</p>` : null}
    </div>
    <div class="nexts">${children}</div>
  </section>`;

/**
 * When numbers are given again, in words; empty where today's refusal says it itself.
 * @param {string} code
 * @param {KioskView} view
 * @param {string} language
 */
function comeBack(code, view, language) {
  if (!TOMORROW_HELPS.has(code) || view.next_day === null) return "";
  return t(language, "kiosk.come_back", { time: formatTime(view.next_day, view.time_zone), day: formatDate(view.next_day, view.time_zone, language) });
}

/** @param {{refusal: Refusal, view: KioskView, language: string, children?: unknown}} props */
export function Refused({ refusal, view, language, children }) {
  const { code, reference } = refusal;
  const title = hasText(`kiosk.calm.${code}`) ? t(language, `kiosk.calm.${code}`) : undefined;
  const text = pick(refusal.text, language);
  const todo = [comeBack(code, view, language), hasText(`kiosk.todo.${code}`) ? t(language, `kiosk.todo.${code}`) : ""].filter(Boolean).join(" ");
  return html`<${Calm} sign=${SIGN_OF[code] ?? "notice"} code=${code} title=${title} text=${title && text.startsWith(`${title}. `) ? text.slice(title.length + 2) : text} todo=${todo}>
    ${reference ? html`<p class="small">${t(language, "common.reference", { reference })}</p>` : null}${children}
  <//>`;
}
