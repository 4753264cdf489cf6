// The quiet alarms of the last days: who needed whom, who came and how soon.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { formatMoment, formatTime } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { personName } from "../shared_ui/names.js";
import { t } from "../shared_ui/texts.js";
import { Head } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").AlarmHistory} AlarmHistory */
/** @typedef {import("../shared_ui/protocol").PastAlarm} PastAlarm */
/** @typedef {import("./pages.js").PageProps} PageProps */

/**
 * How an alarm ended, in words; that it has not yet, for one that is still in the live view.
 * @param {PastAlarm} alarm
 * @param {PageProps} props
 * @param {boolean} isOpen
 */
function ending(alarm, { view, language }, isOpen) {
  if (isOpen) return t(language, "alarm.not_over");
  if (alarm.ended_at === null) return t(language, "alarm.guard_instead");
  if (alarm.ended_by === null) return t(language, "alarm.day_over");
  return `${formatTime(alarm.ended_at, view.time_zone)} · ${personName(view.names, alarm.ended_by, language)}`;
}

/** @param {PageProps} props */
export function Alarms({ view, language }) {
  const [answer, setAnswer] = useState(/** @type {AlarmHistory | null} */ (null));
  const [problem, setProblem] = useState("");
  const now = JSON.stringify(view.alarms);
  useEffect(() => {
    let isWanted = true;
    get("/api/manager/alarms?days=30").then(
      (/** @type {AlarmHistory} */ next) => isWanted && setAnswer(next),
      (error) => isWanted && setProblem(inWords(error, language)),
    );
    return () => (isWanted = false);
  }, [now]);
  if (problem) return html`<p class="message bad" role="alert">${problem}</p>`;
  if (!answer) return html`<p>${t(language, "common.loading")}</p>`;
  const isOpen = (/** @type {PastAlarm} */ one) => view.alarms.some((open) => open.counter === one.counter && open.raised_at === one.raised_at);
  return html`<section class="card"><h2>${t(language, "alarm.history")}</h2>
    ${answer.alarms.length === 0
      ? html`<p class="none" data-alarms="none">${t(language, "alarm.none")}</p>`
      : html`<table class="words"><${Head} language=${language} keys=${["at", "counter", "alarm_for", "clerk", "alarm_came", "alarm_ended"]} /><tbody>${answer.alarms.map(
          (one) => html`<tr data-past-alarm=${one.counter} data-kind=${one.kind}><td>${formatMoment(one.raised_at, view.time_zone)}</td><td>${one.counter} – ${answer.counter_names[one.counter] ?? ""}</td>
            <td>${t(language, `alarm.for.${one.kind}`)}</td><td>${personName(view.names, one.raised_by, language)}</td>
            <td>${one.answered_at === null ? t(language, "alarm.nobody") : `${formatTime(one.answered_at, view.time_zone)} · ${personName(view.names, one.answered_by, language)}`}</td>
            <td>${ending(one, { view, language }, isOpen(one))}</td></tr>`,
        )}</tbody></table>`}</section>`;
}
