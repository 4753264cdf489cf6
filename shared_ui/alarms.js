// Quiet alarms on the screens of staff: who needs whom, and who comes. Never used on a public screen.
import { html } from "./html.js";
import { t } from "./texts.js";

/** @typedef {import("./protocol").AlarmLine} AlarmLine */

/**
 * @param {{alarms: AlarmLine[], language: string, busy: boolean, onAnswer: (counter: number) => void}} props
 */
export function AlarmBanner({ alarms, language, busy, onAnswer }) {
  return html`<div class="alarms" role="alert">${alarms.map(
    (alarm) => html`<p key=${alarm.counter} class="message bad" data-alarm=${alarm.counter} data-kind=${alarm.kind}>
      <strong>${t(language, `alarm.${alarm.kind}`, { n: alarm.counter, name: alarm.counter_name })}</strong>
      ${alarm.answered_by
        ? html`<span data-answered>${t(language, "alarm.comes", { name: alarm.answered_by })}</span>`
        : html`<button class="button danger" data-action="answer-alarm" disabled=${busy} onClick=${() => onAnswer(alarm.counter)}>${t(language, "alarm.answer")}</button>`}</p>`,
  )}</div>`;
}
