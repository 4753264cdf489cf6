// Quiet alarms on the screens of staff: who needs whom, and who comes. Never used on a public screen.
import { html } from "./html.js";
import { personName } from "./names.js";
import { t } from "./texts.js";

/** @typedef {import("./protocol").AlarmLine} AlarmLine */

/**
 * @param {{alarms: AlarmLine[], names: Record<string, string>, language: string, busy: boolean, mayEnd: (alarm: AlarmLine) => boolean,
 *   onAnswer: (counter: number) => void, onEnd: (counter: number) => void}} props
 */
export function AlarmBanner({ alarms, names, language, busy, mayEnd, onAnswer, onEnd }) {
  return html`<div class="alarms" role="alert">${alarms.map(
    (alarm) => html`<p key=${alarm.counter} class="message bad" data-alarm=${alarm.counter} data-kind=${alarm.kind}>
      <strong>${t(language, `alarm.${alarm.kind}`, { n: alarm.counter, name: alarm.counter_name })}</strong>
      ${alarm.answered_by
        ? html`<span data-answered>${t(language, "alarm.comes", { name: personName(names, alarm.answered_by, language) })}</span>`
        : html`<button class="button danger" data-action="answer-alarm" disabled=${busy} onClick=${() => onAnswer(alarm.counter)}>${t(language, "alarm.answer")}</button>`}
      ${mayEnd(alarm) ? html`<button class="button" data-action="end-alarm" disabled=${busy} onClick=${() => onEnd(alarm.counter)}>${t(language, "alarm.end")}</button>` : null}</p>`,
  )}</div>`;
}
