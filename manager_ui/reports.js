// The report of any period: figures, charts, comparison, files to take away, and the turns behind each figure.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { pick, t } from "../shared_ui/texts.js";
import { ChartCard } from "./chart.js";
import { PeriodBar, usePeriod } from "./period.js";
import { binName, byHour, counterMarks, counterName, counters, heat, heatMarks, hourMarks, quoted, quotedMarks, ratings, waitMarks, waits } from "./report_charts.js";
import { Comparison, Tables } from "./report_tables.js";
import { Turns } from "./report_turns.js";
import { Figure, long, percent } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").ReportView} ReportView */
/** @typedef {import("../shared_ui/protocol").ReportLine} ReportLine */
/** @typedef {import("./period.js").Period} Period */
/** @typedef {import("./report_turns.js").Filter} Filter */
/** @typedef {{by: string, starts: string, ends: string, compare: string, other: Period | null}} Choice */
/** @typedef {Event & {currentTarget: HTMLInputElement & HTMLSelectElement}} Changed */

const GROUPINGS = ["service", "counter", "clerk", "hour", "weekday", "day", "month"];
const COMPARISONS = ["none", "before", "year", "any"];
const DAY_MS = 24 * 3600 * 1000;
const MOST_DAYS = 366;

/** @param {string} day */
const number = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
/** @param {number} n */
const day = (n) => new Date(n * DAY_MS).toISOString().slice(0, 10);
/** @param {Period} period */
const isWholeMonths = ({ first, last }) => first.endsWith("-01") && day(number(last) + 1).endsWith("-01");

/**
 * The period just before: as many days, or as many whole months.
 * @param {Period} period
 * @returns {Period}
 */
export function before(period) {
  const last = day(number(period.first) - 1);
  if (!isWholeMonths(period)) return { first: day(number(period.first) - (number(period.last) - number(period.first) + 1)), last };
  const months = (Number(period.last.slice(0, 4)) - Number(period.first.slice(0, 4))) * 12 + Number(period.last.slice(5, 7)) - Number(period.first.slice(5, 7)) + 1;
  return { first: new Date(Date.UTC(Number(period.first.slice(0, 4)), Number(period.first.slice(5, 7)) - 1 - months, 1)).toISOString().slice(0, 10), last };
}

/**
 * The same days of the year before; the last day of February stays in February.
 * @param {Period} period
 * @returns {Period}
 */
export function yearBefore(period) {
  /** @param {string} at */
  const back = (at) => {
    const year = Number(at.slice(0, 4)) - 1;
    const rest = at.slice(5) === "02-29" || (at.slice(5) === "02-28" && isWholeMonths(period)) ? day(Math.round(Date.UTC(year, 2, 1) / DAY_MS) - 1).slice(5) : at.slice(5);
    return `${year}-${rest}`;
  };
  return { first: back(period.first), last: back(period.last) };
}

/**
 * What the address asks for.
 * @param {Period} period
 * @param {Choice} choice
 * @returns {Filter}
 */
function asked(period, choice) {
  const isOneDay = period.first === period.last;
  return { first: period.first, last: period.last, ...(isOneDay && choice.starts ? { starts: choice.starts } : {}), ...(isOneDay && choice.ends ? { ends: choice.ends } : {}) };
}

/**
 * @param {Period} period
 * @param {Choice} choice
 * @returns {Filter}
 */
function compared(period, choice) {
  const other = choice.compare === "before" ? before(period) : choice.compare === "year" ? yearBefore(period) : choice.compare === "any" ? choice.other : null;
  return other ? { compare_first: other.first, compare_last: other.last } : {};
}

/** @param {{period: Period, choice: Choice, language: string, today: string, onChoice: (choice: Choice) => void}} props */
function Choices({ period, choice, language, today, onChoice }) {
  /** @param {"by" | "starts" | "ends" | "compare"} name */
  const on = (name) => (/** @type {Changed} */ event) => onChoice({ ...choice, [name]: event.currentTarget.value, other: choice.other ?? before(period) });
  /** @param {"first" | "last"} end */
  const onOther = (end) => (/** @type {Changed} */ event) => {
    const value = event.currentTarget.value;
    const other = { ...(choice.other ?? before(period)), [end]: value };
    // The end that was not chosen follows: both are changed one after the other.
    if (value) onChoice({ ...choice, other: other.first <= other.last ? other : { first: value, last: value } });
  };
  const other = choice.other ?? before(period);
  return html`<form class="period choices" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
    <label>${t(language, "report.by")} <select name="by" value=${choice.by} onChange=${on("by")}>${GROUPINGS.map((by) => html`<option value=${by} disabled=${by === "day" && number(period.last) - number(period.first) >= MOST_DAYS}>${t(language, `report.by_${by}`)}</option>`)}</select></label>
    ${period.first === period.last
      ? html`<label>${t(language, "report.starts")} <input type="time" name="starts" value=${choice.starts} onChange=${on("starts")} /></label>
          <label>${t(language, "report.ends")} <input type="time" name="ends" value=${choice.ends} onChange=${on("ends")} /></label>`
      : null}
    <label>${t(language, "report.compare")} <select name="compare" value=${choice.compare} onChange=${on("compare")}>${COMPARISONS.map((one) => html`<option value=${one}>${t(language, `report.compare_${one}`)}</option>`)}</select></label>
    ${choice.compare === "any"
      ? html`<label>${t(language, "period.first")} <input type="date" name="other-first" max=${today} value=${other.first} onChange=${onOther("first")} /></label>
          <label>${t(language, "period.last")} <input type="date" name="other-last" max=${today} value=${other.last} onChange=${onOther("last")} /></label>`
      : null}
  </form>`;
}

/** @param {{query: string, by: string, language: string}} props */
const Files = ({ query, by, language }) => html`<p class="verbs">
  <a class="button quiet" data-action="xlsx" href=${`/api/manager/reports/export.xlsx?${query}&language=${language}`} download>${t(language, "report.xlsx")}</a>
  <a class="button quiet" data-action="csv" href=${`/api/manager/reports/export.csv?${query}&by=${by}&language=${language}`} download>${t(language, "report.csv")}</a>
  <button class="button quiet" data-action="print" onClick=${() => print()}>${t(language, "report.print")}</button></p>`;

/** @param {{view: ReportView, language: string, onTurns: (filter: Filter) => void}} props */
function Totals({ view, language, onTurns }) {
  const { total } = view.report;
  const wait = total.wait_to_first_call;
  /** @param {string} key */
  const label = (key) => t(language, `report.${key}`);
  /** @type {[name: string, value: string | number, label: string, figure: string, bad?: boolean][]} */
  const cards = [
    ["issued", total.issued, label("issued"), "issued"],
    ["served", total.served, label("served"), "served"],
    ["wait_mean", long(wait.mean_s), label("wait_mean"), "called"],
    ["wait_p90", long(wait.p90_s), label("wait_p90"), "called", (wait.p90_s ?? 0) > view.target_wait_s],
    ["within_called", percent(total.within_target_of_called, language), label("within_target_of_called"), "within_called"],
    ["within_issued", percent(total.within_target_of_issued, language), label("within_target_of_issued"), "within_issued"],
    ["service_mean", long(total.service_time.mean_s), `${label("service_time")}: ${label("mean")}`, "service"],
    ["quoted_within", percent(total.quoted_within, language), label("quoted_within"), "quoted_within"],
  ];
  return html`<div class="figures">${cards.map(
    ([name, value, words, figure, bad]) => html`<${Figure} name=${name} value=${value} label=${words} bad=${bad ?? false} onOpen=${value === "–" ? null : () => onTurns({ figure, title: `${words}: ${value}` })} />`,
  )}</div>`;
}

/** @param {{view: ReportView, language: string, onTurns: (filter: Filter) => void}} props */
function Charts({ view, language, onTurns }) {
  /** @param {string[]} keys */
  const heads = (...keys) => keys.map((key) => t(language, `report.${key}`));
  /** @param {string} hour */
  const hour = (hour) => `${hour}:00`;
  const open = view.counters.filter((line) => line.open_s > 0);
  const all = view.report.total;
  /** @param {ReportLine} line @param {string} name */
  const times = (line, name) => [name, long(line.open_s), long(line.serving_s), long(line.idle_s), long(line.break_s)];
  const promised = view.hours.filter((line) => line.quoted > 0);
  const week = new Set(view.heat.map((cell) => cell.weekday)).size;
  const common = { language, onTurns };
  return html`<div class="charts">
    <${ChartCard} name="hours" title=${t(language, "report.hours")} note=${t(language, "report.hours_note")} option=${byHour(view, language)} marks=${hourMarks(view, language)} isEmpty=${view.hours.length === 0} ...${common}
      heads=${heads("by_hour", "issued", "wait_mean", "wait_p90")} rows=${view.hours.map((line) => [hour(line.name), line.issued, long(line.wait_to_first_call.mean_s), long(line.wait_to_first_call.p90_s)])} />
    <${ChartCard} name="waits" title=${t(language, "report.waits")} note=${t(language, "report.waits_note")} option=${waits(view, language)} marks=${waitMarks(view, language)} isEmpty=${all.wait_to_first_call.count === 0} ...${common}
      heads=${[`${t(language, "report.wait")} (${t(language, "report.minutes")})`, t(language, "report.turns")]} rows=${view.waits.map((bin, at) => [binName(view, at), bin.count])} />
    <${ChartCard} name="counters" title=${t(language, "report.occupied")} note=${t(language, "report.occupied_note", { open: long(all.open_s), serving: long(all.serving_s), idle: long(all.idle_s), break: long(all.break_s) })} option=${counters(view, language)} marks=${counterMarks(view, language)} height=${90 + 34 * Math.max(open.length, 2)} isEmpty=${open.length === 0} empty=${t(language, "report.none_open")} ...${common}
      heads=${heads("by_counter", "open_s", "serving_s", "idle_s", "break_s")} rows=${[...open.map((line) => times(line, counterName(view, line.name))), times(all, t(language, "report.total"))]} />
    <${ChartCard} name="heat" title=${t(language, "report.heat")} note=${t(language, "report.heat_note")} option=${heat(view, language)} marks=${heatMarks(view, language)} height=${Math.max(110, 60 + 40 * week)} isEmpty=${view.heat.length === 0} ...${common}
      heads=${heads("by_weekday", "by_hour", "issued", "wait_mean")} rows=${view.heat.map((cell) => [t(language, `report.weekday_${cell.weekday}`), hour(String(cell.hour).padStart(2, "0")), cell.issued, long(cell.wait_mean_s)])} />
    <${ChartCard} name="quoted" title=${t(language, "report.quoted_actual")} note=${t(language, "report.quoted_actual_note")} option=${quoted(view, language)} marks=${quotedMarks(view, language)} isEmpty=${promised.length === 0} empty=${t(language, "report.none_quoted")} ...${common}
      heads=${heads("by_hour", "quoted", "quoted_low_s", "quoted_high_s", "quoted_wait_s", "quoted_within")} rows=${[...promised, ...(promised.length > 0 ? [all] : [])].map((line) => [line.name ? hour(line.name) : t(language, "report.total"), line.quoted, long(line.quoted_low_s), long(line.quoted_high_s), long(line.quoted_wait_s), percent(line.quoted_within, language)])} />
    <${ChartCard} name="ratings" title=${t(language, "report.ratings")} note=${t(language, "report.ratings_note")} option=${ratings(view, language)} height=${230} isEmpty=${view.ratings.every((given) => given === 0)} empty=${t(language, "report.no_ratings")} ...${common}
      heads=${heads("ratings", "level_count")} rows=${view.ratings.map((given, at) => [t(language, `rating.level_${at + 1}`), given])} />
  </div>`;
}

/** @param {import("./pages.js").PageProps} props */
export function Reports({ view: live, language }) {
  const [period, setPeriod] = usePeriod(live.business_day);
  const [choice, setChoice] = useState(/** @type {Choice} */ ({ by: "service", starts: "", ends: "", compare: "none", other: null }));
  const [view, setView] = useState(/** @type {ReportView | null} */ (null));
  const [problem, setProblem] = useState("");
  const [filter, setFilter] = useState(/** @type {Filter | null} */ (null));
  const query = new URLSearchParams({ ...asked(period, choice), ...compared(period, choice) }).toString();
  useEffect(() => {
    let isWanted = true;
    setProblem("");
    get(`/api/manager/reports?${query}&by=${choice.by}`).then(
      (/** @type {ReportView} */ next) => isWanted && setView(next),
      (error) => isWanted && setProblem(inWords(error, language)),
    );
    return () => {
      isWanted = false;
    };
  }, [query, choice.by]);
  const opener = useRef(/** @type {Element | null} */ (null));
  /** @param {Filter} next */
  const onTurns = (next) => {
    opener.current = document.activeElement;
    setFilter(next);
  };
  const onClose = () => {
    setFilter(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const turns = filter && view ? html`<${Turns} asked=${asked(period, choice)} filter=${filter} isExact=${view.report.is_exact} language=${language} onClose=${onClose} />` : null;
  return html`<div class="controls"><${PeriodBar} period=${period} today=${live.business_day} language=${language} onPeriod=${(/** @type {Period} */ next) => {
        setFilter(null);
        setPeriod(next);
      }} />
      <${Choices} period=${period} choice=${choice} language=${language} today=${live.business_day} onChoice=${setChoice} /><${Files} query=${query} by=${choice.by} language=${language} /></div>
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    ${view
      ? html`<div class="report-head"><p class="on-paper">${pick(live.office_name, language)} – ${t(language, "report.title").toLowerCase()}</p>
            <h2 data-report=${view.report.period.first}>${[...new Set([view.report.period.first, view.report.period.last])].map((one) => one.split("-").reverse().join("/")).join(" – ")}${view.report.period.starts || view.report.period.ends ? `, ${view.report.period.starts ?? "00:00"}–${view.report.period.ends ?? "24:00"}` : ""}</h2>
            <p class="note" data-exact=${view.report.is_exact}>${t(language, view.report.is_exact ? "report.exact" : "report.within_error")}</p></div>
          <${Totals} view=${view} language=${language} onTurns=${onTurns} /><${Comparison} view=${view} language=${language} onTurns=${onTurns} /><${Charts} view=${view} language=${language} onTurns=${onTurns} />
          <${Tables} view=${view} language=${language} onTurns=${onTurns} />${turns}`
      : html`<p>${t(language, "common.loading")}</p>`}`;
}
