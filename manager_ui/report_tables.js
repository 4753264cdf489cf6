// A report's figures as tables: each figure opens the turns behind it.
import { html } from "../shared_ui/html.js";
import { personName } from "../shared_ui/names.js";
import { pick, t } from "../shared_ui/texts.js";
import { counterName } from "./report_charts.js";
import { long, percent } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").ReportView} ReportView */
/** @typedef {import("../shared_ui/protocol").ReportLine} ReportLine */
/** @typedef {import("../shared_ui/protocol").Report} Report */
/** @typedef {import("../shared_ui/protocol").Grouping} Grouping */
/** @typedef {import("./report_turns.js").Filter} Filter */
/** @typedef {(filter: Filter) => void} OnTurns */

/**
 * A column: its keys under `report.`, what it shows of a line, and which figure's turns are behind it.
 * @typedef {{metric: string, statistic?: string, show: (line: ReportLine, language: string) => string | number, figure: string}} Column
 */

const STATISTICS = /** @type {const} */ (["mean", "median", "p90", "max"]);

/**
 * The statistics of one length of time, a column each.
 * @param {"wait_to_first_call" | "wait_to_last_call" | "walk" | "service_time" | "stay"} metric
 * @param {string} figure
 * @returns {Column[]}
 */
const lengths = (metric, figure) => STATISTICS.map((statistic) => ({ metric, statistic, figure, show: (line) => long(line[metric][`${statistic}_s`]) }));

/** @type {Column[]} */
const WAITS = [
  { metric: "issued", figure: "issued", show: (line) => line.issued },
  { metric: "called", figure: "called", show: (line) => line.wait_to_first_call.count },
  { metric: "served", figure: "served", show: (line) => line.served },
  { metric: "no_shows", figure: "no_shows", show: (line) => line.no_shows },
  { metric: "cancelled", figure: "cancelled", show: (line) => line.cancelled },
  { metric: "expired", figure: "expired", show: (line) => line.expired },
  ...lengths("wait_to_first_call", "called"),
  { metric: "within_target_of_called", figure: "within_called", show: (line, language) => percent(line.within_target_of_called, language) },
  { metric: "within_target_of_issued", figure: "within_issued", show: (line, language) => percent(line.within_target_of_issued, language) },
  { metric: "no_show_rate", figure: "no_shows", show: (line, language) => percent(line.no_show_rate, language) },
  { metric: "abandoned_rate", figure: "abandoned", show: (line, language) => percent(line.abandoned_rate, language) },
];
/** @type {Column[]} */
const SERVICE = [
  ...lengths("wait_to_last_call", "called"),
  ...lengths("walk", "walk"),
  ...lengths("service_time", "service"),
  ...lengths("stay", "stay"),
];
/** @type {Column[]} */
const OPEN = [
  { metric: "quoted", figure: "quoted", show: (line) => line.quoted },
  { metric: "quoted_low_s", figure: "quoted", show: (line) => long(line.quoted_low_s) },
  { metric: "quoted_high_s", figure: "quoted", show: (line) => long(line.quoted_high_s) },
  { metric: "quoted_wait_s", figure: "quoted", show: (line) => long(line.quoted_wait_s) },
  { metric: "quoted_within", figure: "quoted_within", show: (line, language) => percent(line.quoted_within, language) },
  // Behind a counter's time are the turns that were served there.
  .../** @type {const} */ (["open_s", "serving_s", "idle_s", "break_s"]).map((metric) => ({ metric, figure: "service", show: (/** @type {ReportLine} */ line) => (line.open_s > 0 ? long(line[metric]) : "–") })),
];
/** Figures of tickets, which have no counter and no clerk: a ticket may have been at several. */
const OF_TICKETS = ["issued", "within_issued", "stay"];

/**
 * What a group is called.
 * @param {ReportView} view
 * @param {string} name
 * @param {string} language
 */
export function groupName(view, name, language) {
  if (view.by === "service") return pick(view.service_names[name] ?? { vi: name }, language);
  if (view.by === "counter") return counterName(view, name);
  if (view.by === "weekday") return t(language, `report.weekday_${name}`);
  if (view.by === "hour") return `${name}:00`;
  return view.by === "clerk" ? personName(view.clerk_names, name, language) : name.split("-").reverse().join("/");
}

/**
 * Whose turns are behind a group's figure.
 * @param {Grouping} by
 * @param {string} name
 * @returns {Filter}
 */
function filterOf(by, name) {
  if (by === "day") return { first: name, last: name };
  if (by === "month") {
    const last = new Date(Date.UTC(Number(name.slice(0, 4)), Number(name.slice(5)), 0)).toISOString().slice(0, 10);
    return { first: `${name}-01`, last };
  }
  return { [by]: by === "hour" ? String(Number(name)) : name };
}

/** @param {{columns: Column[], language: string, first: string}} props */
function Heads({ columns, language, first }) {
  const groups = columns.filter((column, at) => column.metric !== columns[at - 1]?.metric);
  return html`<thead><tr><th scope="col" rowspan="2">${first}</th>${groups.map((group) => {
      const wide = columns.filter((column) => column.metric === group.metric).length;
      return html`<th scope=${wide > 1 ? "colgroup" : "col"} colspan=${wide} rowspan=${group.statistic ? 1 : 2}>${t(language, `report.${group.metric}`)}</th>`;
    })}</tr><tr>${columns.filter((column) => column.statistic).map((column) => html`<th scope="col">${t(language, `report.${column.statistic}`)}</th>`)}</tr></thead>`;
}

/**
 * One figure as a button that opens the turns behind it; a dash opens nothing.
 * @param {{line: ReportLine, column: Column, name: string, by: Grouping, filter: Filter, language: string, onTurns: OnTurns}} props
 */
function Cell({ line, column, name, by, filter, language, onTurns }) {
  const isOfTickets = line.name !== "" && ["counter", "clerk"].includes(by) && OF_TICKETS.includes(column.figure);
  const value = isOfTickets ? "–" : column.show(line, language);
  if (value === "–") return html`<td>–</td>`;
  const title = `${name} – ${t(language, `report.${column.metric}`)}${column.statistic ? `, ${t(language, `report.${column.statistic}`)}` : ""}: ${value}`;
  return html`<td><button class="link" aria-label=${title} data-figure=${`${column.metric}${column.statistic ? `.${column.statistic}` : ""}`} onClick=${() => onTurns({ ...filter, figure: column.figure, title })}>${value}</button></td>`;
}

/** @param {{line: ReportLine, name: string, columns: Column[], by: Grouping, filter: Filter, language: string, onTurns: OnTurns}} props */
const Row = ({ columns, ...props }) => html`<tr data-line=${props.line.name || "total"}>
  <th scope="row"><button class="link" data-turns-of=${props.line.name || "total"} onClick=${() => props.onTurns({ ...props.filter, title: props.name })}>${props.name}</button></th>
  ${columns.map((column) => html`<${Cell} column=${column} ...${props} />`)}</tr>`;

/** @param {{view: ReportView, columns: Column[], title: string, table: string, language: string, onTurns: OnTurns}} props */
function Lines({ view, columns, title, table, language, onTurns }) {
  const { lines, total } = view.report;
  return html`<section class="card wide"><h2>${title}</h2><table class="report" data-table=${table}><${Heads} columns=${columns} language=${language} first=${t(language, `report.by_${view.by}`)} />
    <tbody>${lines.map((line) => html`<${Row} key=${line.name} line=${line} name=${groupName(view, line.name, language)} columns=${columns} by=${view.by} filter=${filterOf(view.by, line.name)} language=${language} onTurns=${onTurns} />`)}</tbody>
    <tfoot><${Row} line=${total} name=${t(language, "report.total")} columns=${columns} by=${view.by} filter=${{}} language=${language} onTurns=${onTurns} /></tfoot></table></section>`;
}

/** @param {{view: ReportView, language: string, onTurns: OnTurns}} props */
export const Tables = (props) => {
  /** @param {string} key */
  const title = (key) => `${t(props.language, `report.${key}`)} – ${t(props.language, "report.by").toLowerCase()} ${t(props.language, `report.by_${props.view.by}`).toLowerCase()}`;
  return html`<${Lines} ...${props} columns=${WAITS} table="waits-by" title=${title("table_waits")} />
    <${Lines} ...${props} columns=${SERVICE} table="lengths-by" title=${title("table_lengths")} />
    <${Lines} ...${props} columns=${OPEN} table="open-by" title=${title("table_open")} />`;
};

/** @type {Column[]} */
const COMPARED = [...WAITS, ...OPEN.slice(4), { metric: "service_time", statistic: "mean", figure: "service", show: (line) => long(line.service_time.mean_s) }];

/**
 * The change of a number from one period to the other, in percent.
 * @param {number | null} now
 * @param {number | null} before
 */
function change(now, before) {
  if (now === null || before === null || before === 0) return "–";
  const share = Math.round((now / before - 1) * 100);
  return `${share > 0 ? "+" : share < 0 ? "−" : "±"}${Math.abs(share)} %`;
}

/** @param {Report} report */
const days = ({ period }) => [...new Set([period.first, period.last])].map((day) => day.split("-").reverse().join("/")).join(" – ");

/** @param {{view: ReportView, language: string, onTurns: OnTurns}} props */
export function Comparison({ view, language, onTurns }) {
  const { report, compared } = view;
  if (!compared) return null;
  const { by } = view;
  const others = new Map(compared.lines.map((line) => [line.name, line]));
  const ofOther = /** @type {Filter} */ ({ of: "compared", first: compared.period.first, last: compared.period.last });
  /** @param {Column} column @param {Report} of @param {Filter} filter */
  const cell = (column, of, filter) => html`<${Cell} line=${of.total} column=${column} name=${days(of)} by=${by} filter=${filter} language=${language} onTurns=${onTurns} />`;
  return html`<section class="card wide"><h2>${t(language, "report.compare")} ${days(compared)}</h2>
    <div class="beside"><table class="report few" data-table="compared"><thead><tr><th scope="col">${t(language, "report.metric")}</th><th scope="col">${days(report)}</th><th scope="col">${days(compared)}</th></tr></thead><tbody>
      ${COMPARED.map((column) => html`<tr data-metric=${column.metric}><th scope="row">${t(language, `report.${column.metric}`)}${column.statistic ? `: ${t(language, `report.${column.statistic}`)}` : ""}</th>
        ${cell(column, report, {})}${cell(column, compared, ofOther)}</tr>`)}</tbody></table>
    ${["day", "month"].includes(by)
      ? null
      : html`<table class="report few" data-table="compared-lines"><thead><tr><th scope="col">${t(language, `report.by_${by}`)}</th><th scope="col">${t(language, "report.called")}</th><th scope="col">${t(language, "report.change")}</th><th scope="col">${t(language, "report.wait_mean")}</th><th scope="col">${t(language, "report.change")}</th></tr></thead><tbody>
          ${report.lines.map((line) => {
            const other = others.get(line.name);
            return html`<tr data-line=${line.name}><th scope="row">${groupName(view, line.name, language)}</th><td>${line.wait_to_first_call.count}</td><td>${change(line.wait_to_first_call.count, other?.wait_to_first_call.count ?? null)}</td>
              <td>${long(line.wait_to_first_call.mean_s)}</td><td>${change(line.wait_to_first_call.mean_s, other?.wait_to_first_call.mean_s ?? null)}</td></tr>`;
          })}</tbody></table>`}</div></section>`;
}
