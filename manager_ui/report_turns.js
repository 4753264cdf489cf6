// The turns behind a figure of a report, fifty on a page.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { formatTime } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { personName } from "../shared_ui/names.js";
import { pick, t } from "../shared_ui/texts.js";
import { long } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").ReportTurns} ReportTurns */
/** @typedef {Record<string, string>} Filter what the address asks for besides the period; `title` says it to people; `of`: "compared" where it is not the report's own period */

/**
 * A group's days within the period of the report; the days of the period that it is compared with as they are.
 * @param {Filter} asked
 * @param {Filter} filter
 */
function within(asked, filter) {
  const { title: _title, of, ...rest } = { ...asked, ...filter };
  if (of) return new URLSearchParams(rest).toString();
  if (filter["first"] && (asked["first"] ?? "") > filter["first"]) rest["first"] = asked["first"] ?? "";
  if (filter["last"] && (asked["last"] ?? "") < filter["last"]) rest["last"] = asked["last"] ?? "";
  return new URLSearchParams(rest).toString();
}

/** @param {{view: ReportTurns, language: string}} props */
function Table({ view, language }) {
  if (view.turns.length === 0) return html`<p class="none">${t(language, "report.no_turns")}</p>`;
  const heads = ["day", "code", "by_service", "by_counter", "by_clerk", "arrived", "wait", "service_time", "outcome"];
  return html`<table class="words" data-table="turns"><thead><tr>${heads.map((head) => html`<th scope="col">${t(language, `report.${head}`)}</th>`)}</tr></thead><tbody>
    ${view.turns.map(
      (turn) => html`<tr data-turn=${`${turn.day} ${turn.code} ${turn.n}`}><td>${turn.day.split("-").reverse().join("/")}</td><td><b>${turn.code}</b>${turn.n > 1 ? ` (${t(language, "report.turn_n").toLowerCase()} ${turn.n})` : ""}</td>
        <td>${pick(view.service_names[turn.service] ?? { vi: turn.service }, language)}</td><td>${turn.counter ?? "–"}</td><td>${personName(view.clerk_names, turn.clerk, language) || "–"}</td><td>${formatTime(turn.arrived_at, view.time_zone)}</td>
        <td>${long(turn.wait_s)}</td><td>${long(turn.service_s)}</td><td>${t(language, `state.${turn.outcome ?? turn.state}`)}</td></tr>`,
    )}</tbody></table>`;
}

/**
 * `isExact`: whether the figure was computed from these turns; the bars of closed days' waits are not.
 * @param {{asked: Filter, filter: Filter, isExact: boolean, language: string, onClose: () => void}} props
 */
export function Turns({ asked, filter, isExact, language, onClose }) {
  const query = within(asked, filter);
  const [pages, setPages] = useState(/** @type {string[]} */ ([]));
  const [view, setView] = useState(/** @type {ReportTurns | null} */ (null));
  const [problem, setProblem] = useState("");
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const after = pages.at(-1);
  useEffect(() => setPages([]), [query]);
  useEffect(() => {
    let isWanted = true;
    get(`/api/manager/reports/turns?${query}${after ? `&after=${encodeURIComponent(after)}` : ""}`).then(
      (/** @type {ReportTurns} */ next) => {
        if (!isWanted) return;
        setProblem("");
        setView(next);
        place.current?.focus();
      },
      (error) => isWanted && setProblem(inWords(error, language)),
    );
    return () => (isWanted = false);
  }, [query, after]);
  const next = view?.next;
  return html`<section class="card wide" data-turns tabindex="-1" ref=${place}>
    <div class="row"><h2>${t(language, "report.turns_of", { name: filter["title"] ?? "" })}</h2><button class="button quiet" data-action="close-turns" onClick=${onClose}>${t(language, "common.close")}</button></div>
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    ${!isExact && (filter["over_s"] || filter["up_to_s"]) ? html`<p class="note">${t(language, "report.bins_near")}</p>` : null}
    ${view?.archived_until ? html`<p class="message warn" data-archived>${t(language, "report.archived", { day: view.archived_until.split("-").reverse().join("/") })}</p>` : null}
    ${view ? html`<${Table} view=${view} language=${language} />` : html`<p>${t(language, "common.loading")}</p>`}
    <div class="row"><button class="button quiet" data-action="previous-turns" disabled=${pages.length === 0} onClick=${() => setPages(pages.slice(0, -1))}>${t(language, "report.previous")}</button>
      <button class="button quiet" data-action="next-turns" disabled=${!next} onClick=${() => next && setPages([...pages, next])}>${t(language, "report.next")}</button></div></section>`;
}
