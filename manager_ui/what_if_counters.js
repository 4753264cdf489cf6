// How many counters must be open at each hour so that enough people wait no longer than the target.
import { html, useState } from "../shared_ui/html.js";
import { pick, t } from "../shared_ui/texts.js";
import { Asking, useAsking } from "./asking.js";
import { PeriodBar } from "./period.js";
import { percent } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").CountersNeeded} CountersNeeded */
/** @typedef {import("../shared_ui/protocol").HourNeed} HourNeed */
/** @typedef {import("./pages.js").PageProps} PageProps */

const DAY_MS = 24 * 3600 * 1000;
/**
 * @param {string} day
 * @param {number} n
 */
const plus = (day, n) => new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);

/** @param {HourNeed} need */
const key = (need) => need.counters.join(", ");

/** @param {{answer: CountersNeeded} & PageProps} props */
function Needed({ answer, view, language }) {
  const hours = [...new Set(answer.hours.map((need) => need.hour))].sort((a, b) => a - b);
  const groups = [...new Set(answer.hours.map(key))];
  /** @param {string} id */
  const nameOf = (id) => pick(view.services.find((service) => service.id === id)?.name ?? { vi: id }, language);
  return html`<section class="card" data-answer="needed"><h2>${t(language, "what_if.needed", { n: answer.days })}</h2>
    <p class=${answer.is_enough ? "note" : "message warn"}>${t(language, answer.is_enough ? "what_if.needed_how" : "what_if.not_enough")}</p>
    <table><thead><tr><th scope="col">${t(language, "manager.counter")}</th>${hours.map((hour) => html`<th scope="col">${hour}:00</th>`)}</tr></thead><tbody>
    ${groups.map(
      (group) => html`<tr data-counters=${group}><th scope="row">${t(language, "what_if.counters_of", { counters: group })}</th>${hours.map((hour) => {
        const need = answer.hours.find((one) => key(one) === group && one.hour === hour);
        if (!need) return html`<td>–</td>`;
        const isShort = need.were_open + 0.05 < need.needed;
        return html`<td class=${isShort ? "short" : ""} data-hour=${hour} data-needed=${need.needed}><b>${need.needed}</b> <small>${t(language, "what_if.were_open", { n: need.were_open })}</small></td>`;
      })}</tr>`,
    )}</tbody></table>
    <table class="words"><thead><tr><th scope="col">${t(language, "manager.service")}</th><th scope="col">${t(language, "manager.within_issued")}</th></tr></thead><tbody>
    ${answer.services.map((one) => html`<tr data-service=${one.service}><td>${nameOf(one.service)}</td><td>${percent(one.within, language)}</td></tr>`)}</tbody></table></section>`;
}

/** @param {PageProps} props */
export function CountersQuestion({ view, language }) {
  const yesterday = plus(view.business_day, -1);
  const [period, setPeriod] = useState({ first: plus(view.business_day, -7), last: yesterday });
  const [share, setShare] = useState(90);
  const [target, setTarget] = useState(Math.round(view.target_wait_s / 60));
  const asking = useAsking("/api/manager/what-if/counters", language);
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    void asking.start({ first: period.first, last: period.last, share: share / 100, target_minutes: target });
  };
  /** @param {(value: number) => void} set */
  const onNumber = (set) => (/** @type {Event & {currentTarget: HTMLInputElement}} */ event) => set(Number(event.currentTarget.value));
  return html`<p class="note">${t(language, "what_if.counters_note")}</p>
    <${PeriodBar} period=${period} today=${yesterday} language=${language} choices=${[]} onPeriod=${(/** @type {typeof period} */ next) => setPeriod(next.first <= next.last ? next : { first: next.last, last: next.first })} />
    <form class="period" onSubmit=${submit}>
      <label>${t(language, "what_if.share")} <input type="number" name="share" min="50" max="100" value=${share} onInput=${onNumber(setShare)} /> %</label>
      <label>${t(language, "what_if.target")} <input type="number" name="target" min="1" max="240" value=${target} onInput=${onNumber(setTarget)} /></label>
      <button class="button" data-action="ask" disabled=${asking.progress !== null}>${t(language, "what_if.ask")}</button></form>
    <${Asking} asking=${asking} language=${language} />
    ${asking.answer ? html`<${Needed} answer=${asking.answer} view=${view} language=${language} />` : null}`;
}
