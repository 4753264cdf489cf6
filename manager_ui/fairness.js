// The fairness report: every call that was not the first in rank, by whom, why, and whom it passed over.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { formatMoment } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { personName } from "../shared_ui/names.js";
import { pick, t } from "../shared_ui/texts.js";
import { PeriodBar, usePeriod } from "./period.js";
import { Figure, Head, clock, percent } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").FairnessView} FairnessView */
/** @typedef {import("../shared_ui/protocol").OvertakenTicket} OvertakenTicket */
/** @typedef {{view: FairnessView, language: string}} Props */

/** @param {{tickets: OvertakenTicket[], language: string}} props */
const Passed = ({ tickets, language }) =>
  tickets.length === 0
    ? html`–`
    : html`<ul class="passed">${tickets.map((one) => html`<li><b>${one.code}</b> ${t(language, "fairness.had_waited", { time: clock(one.waited_s), by: clock(one.by_s) })}</li>`)}</ul>`;

/** @param {Props} props */
function Figures({ view, language }) {
  /** @param {string} key */
  const label = (key) => t(language, `fairness.${key}`);
  const longest = view.longest_overtaken;
  return html`<div class="figures">
    <${Figure} name="calls" value=${view.calls} label=${label("calls")} />
    <${Figure} name="out_of_order" value=${view.out_of_order.length} label=${label("out_of_order")} />
    <${Figure} name="unexplained" value=${view.unexplained.length} label=${label("unexplained")} bad=${view.unexplained.length > 0} />
    <${Figure} name="preferred" value=${view.preferred} label=${label("preferred")} />
    <${Figure} name="given_places" value=${view.given_places.length} label=${label("given_places")} />
    <${Figure} name="longest" value=${longest ? `${clock(longest.waited_s)} (${longest.code})` : "–"} label=${label("longest")} />
  </div>`;
}

/** @param {{title: string, note?: string, isEmpty: boolean, language: string, children?: unknown}} props */
const Section = ({ title, note = "", isEmpty, language, children }) => html`<section class="card"><h2>${title}</h2>${note ? html`<p class="note">${note}</p>` : null}
  ${isEmpty ? html`<p class="none">${t(language, "fairness.none")}</p>` : children}</section>`;

/** @param {Props} props */
function OutOfOrder({ view, language }) {
  return html`<${Section} title=${t(language, "fairness.out_of_order")} note=${t(language, "fairness.out_of_order_note")} isEmpty=${view.out_of_order.length === 0} language=${language}>
    <table class="words"><${Head} language=${language} keys=${["at", "clerk", "counter", "code", "reason", "overtaken"]} /><tbody>
    ${view.out_of_order.map(
      (call) => html`<tr data-row=${call.row} data-order=${call.order}><td>${formatMoment(call.at, view.time_zone)}</td><td>${personName(view.clerk_names, call.clerk, language)}</td><td>${call.counter}</td><td><b>${call.code}</b></td>
        <td class="wide">${call.reason ?? t(language, "fairness.without_reason")}${call.order === "walk_in" ? html` <small>(${t(language, "fairness.walk_in")})</small>` : null}</td>
        <td><${Passed} tickets=${call.overtaken} language=${language} /></td></tr>`,
    )}</tbody></table></${Section}>`;
}

/** @param {Props} props */
function Unexplained({ view, language }) {
  if (view.unexplained.length === 0) return null;
  return html`<section class="card bad"><h2>${t(language, "fairness.unexplained")}</h2><p class="note">${t(language, "fairness.unexplained_note")}</p>
    <table class="words"><${Head} language=${language} keys=${["row", "code", "problem"]} /><tbody>
    ${view.unexplained.map((one) => html`<tr data-row=${one.row} data-problem=${one.problem}><td>${one.row}</td><td><b>${one.code}</b></td><td class="wide">${t(language, `fairness.problem.${one.problem}`, { expected: one.expected || "–" })}</td></tr>`)}
    </tbody></table></section>`;
}

/** @param {Props & {by: "clerk" | "service"}} props */
function Groups({ view, language, by }) {
  const groups = by === "clerk" ? view.by_clerk : view.by_service;
  return html`<${Section} title=${t(language, `fairness.by_${by}`)} isEmpty=${groups.length === 0} language=${language}>
    <table><${Head} language=${language} keys=${[by, "calls", "out_of_order", "share", "overtaken_count", "longest_overtaken"]} /><tbody>
    ${groups.map(
      (group) => html`<tr data-group=${group.name}><td>${by === "service" ? pick(view.service_names[group.name] ?? { vi: group.name }, language) : personName(view.clerk_names, group.name, language)}</td><td>${group.calls}</td><td>${group.out_of_order}</td>
        <td>${percent(group.out_of_order / group.calls, language)}</td><td>${group.overtaken}</td><td>${clock(group.longest_overtaken_s)}</td></tr>`,
    )}</tbody></table></${Section}>`;
}

/** @param {Props} props */
function Priority({ view, language }) {
  return html`<${Section} title=${t(language, "fairness.priority")} note=${t(language, "fairness.priority_note")} isEmpty=${view.priority.length === 0} language=${language}>
    <table><${Head} language=${language} keys=${["service", "issued", "with_head_start", "share"]} /><tbody>
    ${view.priority.map(
      (use) => html`<tr data-service=${use.service}><td>${pick(view.service_names[use.service] ?? { vi: use.service }, language)}</td><td>${use.issued}</td><td>${use.with_head_start}</td><td>${percent(use.with_head_start / use.issued, language)}</td></tr>`,
    )}</tbody></table></${Section}>`;
}

/** @param {Props} props */
function GivenPlaces({ view, language }) {
  return html`<${Section} title=${t(language, "fairness.given_places")} note=${t(language, "fairness.given_places_note")} isEmpty=${view.given_places.length === 0} language=${language}>
    <table class="words"><${Head} language=${language} keys=${["at", "clerk", "code", "place", "overtaken"]} /><tbody>
    ${view.given_places.map(
      (one) => html`<tr data-row=${one.row}><td>${formatMoment(one.at, view.time_zone)}</td><td>${personName(view.clerk_names, one.clerk, language)}</td><td><b>${one.code}</b></td><td class="wide">${t(language, `fairness.place.${one.place}`)}${one.reason ? html`<small>${one.reason}</small>` : null}</td>
        <td><${Passed} tickets=${one.overtaken} language=${language} /></td></tr>`,
    )}</tbody></table></${Section}>`;
}

/** @param {Props} props */
function Undone({ view, language }) {
  return html`<${Section} title=${t(language, "fairness.undone")} note=${t(language, "fairness.undone_note")} isEmpty=${view.undone.length === 0} language=${language}>
    <table class="words"><${Head} language=${language} keys=${["at", "clerk", "code", "row"]} /><tbody>
    ${view.undone.map((one) => html`<tr data-undone=${one.row}><td>${formatMoment(one.at, view.time_zone)}</td><td>${personName(view.clerk_names, one.clerk, language)}</td><td><b>${one.code}</b></td><td>${one.undoes.join(", ")}</td></tr>`)}
    </tbody></table></${Section}>`;
}

/**
 * The last closed day of the period has a digest to publish; today is not closed yet.
 * @param {{period: import("./period.js").Period, today: string, language: string}} props
 */
function Digest({ period, today, language }) {
  if (period.last >= today) return null;
  return html`<section class="card"><h2>${t(language, "fairness.digest")}</h2><p class="note">${t(language, "fairness.digest_note")}</p>
    <a class="button quiet" data-action="digest" href=${`/api/public/digests/${period.last}`} download=${`xephang-${period.last}.json`}>${period.last.split("-").reverse().join("/")}</a></section>`;
}

/** @param {import("./pages.js").PageProps} props */
export function Fairness({ view: live, language }) {
  const [period, setPeriod] = usePeriod(live.business_day);
  const [view, setView] = useState(/** @type {FairnessView | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let isWanted = true;
    setProblem("");
    get(`/api/manager/fairness?first=${period.first}&last=${period.last}`).then(
      (/** @type {FairnessView} */ next) => isWanted && setView(next),
      (error) => isWanted && setProblem(inWords(error, language)),
    );
    return () => {
      isWanted = false;
    };
  }, [period.first, period.last]);
  return html`<${PeriodBar} period=${period} today=${live.business_day} language=${language} onPeriod=${setPeriod} />
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    ${view ? html`<${Figures} view=${view} language=${language} /><${Unexplained} view=${view} language=${language} /><${OutOfOrder} view=${view} language=${language} />
      <${Groups} view=${view} language=${language} by="clerk" /><${Groups} view=${view} language=${language} by="service" />
      <${GivenPlaces} view=${view} language=${language} /><${Priority} view=${view} language=${language} />
      <${Undone} view=${view} language=${language} />
      <${Digest} period=${period} today=${live.business_day} language=${language} />`
      : html`<p>${t(language, "common.loading")}</p>`}`;
}
