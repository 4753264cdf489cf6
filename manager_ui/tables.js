// The day's figures, by service, by counter, and turn by turn.
import { html } from "../shared_ui/html.js";
import { personName } from "../shared_ui/names.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {{view: ManagerView, language: string}} Props */

/**
 * Minutes and seconds, "12:05"; a dash where there is nothing.
 * @param {number | null} seconds
 */
export const clock = (seconds) => (seconds === null ? "–" : `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, "0")}`);
/**
 * Hours, minutes and seconds; a dash where there is nothing.
 * @param {number | null} seconds
 */
export function long(seconds) {
  if (seconds === null) return "–";
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${String(s).padStart(2, "0")}` : `${m}:${String(s).padStart(2, "0")}`;
}

/**
 * Whole percents; all and none are said only where it is all or none: 1,509 of 1,511 are 99.9 %.
 * @param {number | null} share
 * @param {string} language
 */
export function percent(share, language) {
  if (share === null) return "–";
  const whole = Math.round(share * 100);
  const isAllOrNone = share === 0 || share === 1 || (whole > 0 && whole < 100);
  const shown = isAllOrNone ? whole : Math.min(99.9, Math.max(0.1, Math.round(share * 1000) / 10));
  return `${shown.toLocaleString(language)} %`;
}

/**
 * `onOpen` opens what is behind the figure.
 * @param {{name: string, value: string | number, label: string, bad?: boolean, onOpen?: (() => void) | null}} props
 */
export const Figure = ({ name, value, label, bad = false, onOpen = null }) => html`<dl class=${`card figure ${bad ? "bad" : ""}`} data-figure=${name}><dt>${label}</dt>
  <dd>${onOpen ? html`<button class="link" aria-label=${`${label}: ${value}`} onClick=${onOpen}>${value}</button>` : value}</dd></dl>`;

/** @param {Props} props */
export function Figures({ view, language }) {
  const total = view.total;
  /** @param {string} key */
  const label = (key) => t(language, `manager.${key}`);
  return html`<div class="figures">
    <${Figure} name="waiting" value=${total.waiting} label=${label("waiting")} />
    <${Figure} name="longest" value=${clock(total.longest_wait_s)} label=${label("longest")} bad=${(total.longest_wait_s ?? 0) > view.target_wait_s} />
    <${Figure} name="issued" value=${total.issued} label=${label("issued")} />
    <${Figure} name="served" value=${total.served} label=${label("served")} />
    <${Figure} name="within_called" value=${percent(total.within_target_of_called, language)} label=${label("within_called")} />
    <${Figure} name="within_issued" value=${percent(total.within_target_of_issued, language)} label=${label("within_issued")} />
    <${Figure} name="no_show" value=${percent(total.no_show_rate, language)} label=${label("no_show")} />
    <${Figure} name="abandoned" value=${percent(total.abandoned_rate, language)} label=${label("abandoned")} />
  </div>`;
}

/** @param {{language: string, keys: string[], group?: string}} props */
export const Head = ({ language, keys, group = "manager" }) => html`<thead><tr>${keys.map((key) => html`<th scope="col">${t(language, `${group}.${key}`)}</th>`)}</tr></thead>`;

/** @param {Props} props */
export function Services({ view, language }) {
  const keys = ["service", "waiting", "longest", "issued", "served", "wait_mean", "wait_median", "wait_p90", "wait_max", "service_mean", "within_called", "within_issued"];
  return html`<section class="card"><h2>${t(language, "manager.services")}</h2><table><${Head} language=${language} keys=${keys} /><tbody>
    ${view.services.map(({ id, prefix, name, line }) => {
      const wait = line.wait_to_first_call;
      return html`<tr data-service=${id}><td>${prefix} – ${pick(name, language)}</td><td>${line.waiting}</td><td>${clock(line.longest_wait_s)}</td><td>${line.issued}</td><td>${line.served}</td>
        <td>${clock(wait.mean_s)}</td><td>${clock(wait.median_s)}</td><td>${clock(wait.p90_s)}</td><td>${clock(wait.max_s)}</td><td>${clock(line.service_time.mean_s)}</td>
        <td>${percent(line.within_target_of_called, language)}</td><td>${percent(line.within_target_of_issued, language)}</td></tr>`;
    })}</tbody></table></section>`;
}

/** @param {Props} props */
export function Counters({ view, language }) {
  const keys = ["counter", "state", "now", "served", "service_mean", "open_time", "serving_time", "idle_time", "break_time"];
  return html`<section class="card"><h2>${t(language, "manager.counters")}</h2><table><${Head} language=${language} keys=${keys} /><tbody>
    ${view.counters.map(
      (one) => html`<tr data-counter=${one.number}><td>${one.number} – ${one.name}${one.clerk ? ` (${personName(view.names, one.clerk, language)})` : ""}</td><td>${t(language, `clerk.state.${one.state}`)}</td><td>${one.code ?? "–"}</td>
        <td>${one.served}</td><td>${clock(one.service_time.mean_s)}</td><td>${clock(one.open_s)}</td><td>${clock(one.serving_s)}</td><td>${clock(one.idle_s)}</td><td>${clock(one.break_s)}</td></tr>`,
    )}</tbody></table></section>`;
}

/** @param {Props} props */
export function Latest({ view, language }) {
  return html`<section class="card"><h2>${t(language, "manager.latest")}</h2><table><${Head} language=${language} keys=${["code", "counter", "state", "wait", "service_time"]} /><tbody>
    ${view.latest.map(
      (turn) => html`<tr data-code=${turn.code}><td>${turn.code}</td><td>${turn.counter ?? "–"}</td><td>${t(language, `state.${turn.outcome ?? turn.state}`)}</td>
        <td data-wait=${turn.wait_s}>${clock(turn.wait_s)}</td><td data-service-time=${turn.service_s}>${clock(turn.service_s)}</td></tr>`,
    )}</tbody></table></section>`;
}
