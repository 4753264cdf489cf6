// What the charts of a report show, as options of ECharts: plain data in, plain data out.
import { t } from "../shared_ui/texts.js";
import { long } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").ReportView} ReportView */
/** @typedef {import("./chart_marks.js").Mark} Mark */
/** @typedef {import("../shared_ui/protocol").ReportLine} ReportLine */

const COLOURS = { count: "#9db8d6", wait: "#12538f", p90: "#c2610c", target: "#b3261e", within: "#3f8f5b", beyond: "#d9772b", idle: "#c9d2dc", pause: "#8d7aa8" };
const LEVELS = ["#b3261e", "#d9772b", "#c9a227", "#6ba43a", "#1f8a4c"];
const TEXT = { fontFamily: "Be Vietnam Pro, sans-serif", fontSize: 13 };

/**
 * Minutes with one decimal, for an axis; null stays empty.
 * @param {number | null} seconds
 */
const minutes = (seconds) => (seconds === null ? null : Math.round(seconds / 6) / 10);
/** @param {number} seconds */
const hours = (seconds) => Math.round(seconds / 36) / 100;

/**
 * What every chart has: no movement, the screens' font, a tooltip without HTML.
 * @param {object} own
 */
const chart = (own) => ({
  animation: false,
  textStyle: TEXT,
  tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
  legend: { top: 0, textStyle: TEXT },
  grid: { left: 12, right: 12, top: 64, bottom: 8, containLabel: true },
  ...own,
});

/**
 * A line across at the target.
 * @param {number} target
 * @param {string} language
 */
const targetLine = (target, language) => ({
  silent: true,
  symbol: "none",
  lineStyle: { color: COLOURS.target, type: "dashed", width: 2 },
  label: { formatter: `${t(language, "report.target")} ${minutes(target)} ${t(language, "report.minutes")}`, position: "insideEndTop", color: COLOURS.target },
});

/**
 * Tickets as bars, mean wait and P90 as lines.
 * @param {ReportView} view
 * @param {string} language
 */
export function byHour(view, language) {
  const lines = view.hours;
  return chart({
    xAxis: { type: "category", data: lines.map((line) => `${line.name}:00`) },
    yAxis: [
      { type: "value", name: t(language, "report.issued"), nameTextStyle: { align: "left" }, minInterval: 1 },
      { type: "value", name: `${t(language, "report.wait")} (${t(language, "report.minutes")})`, nameTextStyle: { align: "right" }, splitLine: { show: false }, max: (/** @type {{max: number}} */ { max }) => Math.ceil(Math.max(max, view.target_wait_s / 60) * 1.1) },
    ],
    series: [
      { type: "bar", name: t(language, "report.issued"), data: lines.map((line) => line.issued), itemStyle: { color: COLOURS.count } },
      { type: "line", yAxisIndex: 1, name: t(language, "report.wait_mean"), data: lines.map((line) => minutes(line.wait_to_first_call.mean_s)), itemStyle: { color: COLOURS.wait }, lineStyle: { width: 3 }, symbolSize: 8, markLine: { ...targetLine(view.target_wait_s, language), data: [{ yAxis: view.target_wait_s / 60 }] } },
      { type: "line", yAxisIndex: 1, name: t(language, "report.wait_p90"), data: lines.map((line) => minutes(line.wait_to_first_call.p90_s)), itemStyle: { color: COLOURS.p90 }, lineStyle: { width: 2, type: "dotted" }, symbol: "diamond", symbolSize: 9 },
    ],
  });
}

/** @param {ReportView} view */
const heatAxes = (view) => ({
  clock: [...new Set(view.heat.map((cell) => cell.hour))].sort((a, b) => a - b),
  week: [...new Set(view.heat.map((cell) => cell.weekday))].sort((a, b) => b - a),
});

/**
 * Weekday × hour: the darker, the more tickets.
 * @param {ReportView} view
 * @param {string} language
 */
export function heat(view, language) {
  const { clock, week } = heatAxes(view);
  const most = Math.max(1, ...view.heat.map((cell) => cell.issued));
  return chart({
    tooltip: { show: false },
    grid: { left: 12, right: 12, top: 12, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: clock.map((hour) => `${String(hour).padStart(2, "0")}:00`), splitArea: { show: true } },
    yAxis: { type: "category", data: week.map((day) => t(language, `report.weekday_${day}`)), splitArea: { show: true } },
    visualMap: { show: false, min: 0, max: most, inRange: { color: ["#eef4fa", "#9db8d6", "#12538f"] } },
    series: [
      {
        type: "heatmap",
        data: view.heat.map((cell) => ({ value: [clock.indexOf(cell.hour), week.indexOf(cell.weekday), cell.issued], label: { color: cell.issued > most * 0.6 ? "#fff" : "#1b1b1f" } })),
        label: { show: true, fontSize: 13 },
        itemStyle: { borderColor: "#fff", borderWidth: 2 },
      },
    ],
  });
}

/**
 * A bin's name: "0–5", "60+".
 * @param {ReportView} view
 * @param {number} at
 */
export function binName(view, at) {
  const { waits } = view;
  const from = at === 0 ? 0 : (waits[at - 1]?.up_to_s ?? 0);
  const to = waits[at]?.up_to_s ?? null;
  const isShort = (waits[0]?.up_to_s ?? 60) % 60 !== 0;
  /** @param {number} seconds */
  const show = (seconds) => (isShort ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : String(seconds / 60));
  return to === null ? `${show(from)}+` : `${show(from)}–${show(to)}`;
}

/**
 * How many waited how long; the target as a line between two bins.
 * @param {ReportView} view
 * @param {string} language
 */
export function waits(view, language) {
  const target = view.waits.findIndex((bin) => bin.up_to_s === view.target_wait_s);
  /** @param {number | null} limit */
  const colour = (limit) => (limit !== null && limit <= view.target_wait_s ? COLOURS.within : COLOURS.beyond);
  return chart({
    legend: { show: false },
    grid: { left: 12, right: 12, top: 40, bottom: 28, containLabel: true },
    // A bin's edge is no place on an axis of categories: the target stands on one of numbers, laid over it.
    xAxis: [
      { type: "category", data: view.waits.map((_, at) => binName(view, at)), name: `${t(language, "report.wait")} (${t(language, "report.minutes")})`, nameLocation: "middle", nameGap: 30, axisTick: { alignWithLabel: true } },
      { type: "value", show: false, min: 0, max: view.waits.length },
    ],
    yAxis: { type: "value", name: t(language, "report.turns"), minInterval: 1 },
    series: [
      {
        type: "bar",
        name: t(language, "report.turns"),
        barCategoryGap: "8%",
        data: view.waits.map((bin) => ({ value: bin.count, itemStyle: { color: colour(bin.up_to_s) } })),
        label: { show: true, position: "top" },
      },
      ...(target < 0
        ? []
        : [{ type: "line", xAxisIndex: 1, data: [], markLine: { ...targetLine(view.target_wait_s, language), label: { ...targetLine(view.target_wait_s, language).label, position: "end", align: "right" }, data: [{ xAxis: target + 1 }] } }]),
    ],
  });
}

/**
 * The counters that were open, the lowest number last: it is drawn at the top.
 * @param {ReportView} view
 */
const openCounters = (view) => [...view.counters].filter((line) => line.open_s > 0).reverse();

/**
 * Each counter's time: serving, idle, break; hours.
 * @param {ReportView} view
 * @param {string} language
 */
export function counters(view, language) {
  const lines = openCounters(view);
  const parts = /** @type {const} */ ([["serving_s", COLOURS.within], ["idle_s", COLOURS.idle], ["break_s", COLOURS.pause]]);
  return chart({
    grid: { left: 12, right: 24, top: 40, bottom: 28, containLabel: true },
    xAxis: { type: "value", name: t(language, "report.by_hour_unit"), nameLocation: "middle", nameGap: 28 },
    yAxis: { type: "category", data: lines.map((line) => counterName(view, line.name)) },
    series: parts.map(([key, color]) => ({ type: "bar", stack: "open", name: t(language, `report.${key}`), data: lines.map((line) => hours(line[key])), itemStyle: { color } })),
  });
}

/**
 * @param {ReportView} view
 * @param {string} number
 */
export const counterName = (view, number) => (view.counter_names[number] ? `${number} – ${view.counter_names[number]}` : number);

/**
 * The promised range as a band, the mean wait of those who were promised one as dots, by hour.
 * @param {ReportView} view
 * @param {string} language
 */
export function quoted(view, language) {
  const lines = view.hours.filter((line) => line.quoted > 0);
  const low = lines.map((line) => minutes(line.quoted_low_s));
  const width = lines.map((line) => minutes((line.quoted_high_s ?? 0) - (line.quoted_low_s ?? 0)));
  const band = { type: "line", stack: "band", symbol: "none", lineStyle: { opacity: 0 }, itemStyle: { color: COLOURS.count } };
  return chart({
    tooltip: { show: false },
    legend: { top: 0, textStyle: TEXT, data: [t(language, "report.quoted_range"), t(language, "report.quoted_wait_s")] },
    xAxis: { type: "category", boundaryGap: false, data: lines.map((line) => `${line.name}:00`) },
    yAxis: { type: "value", name: t(language, "report.minutes"), nameTextStyle: { align: "left" } },
    series: [
      { ...band, name: "low", data: low },
      { ...band, name: t(language, "report.quoted_range"), data: width, areaStyle: { color: COLOURS.count, opacity: 0.7 } },
      { type: "line", name: t(language, "report.quoted_wait_s"), data: lines.map((line) => minutes(line.quoted_wait_s)), itemStyle: { color: COLOURS.wait }, lineStyle: { width: 3 }, symbol: "circle", symbolSize: 10 },
    ],
  });
}

/**
 * How many of each level.
 * @param {ReportView} view
 * @param {string} language
 */
export const ratings = (view, language) =>
  chart({
    legend: { show: false },
    grid: { left: 12, right: 40, top: 12, bottom: 8, containLabel: true },
    xAxis: { type: "value", minInterval: 1 },
    yAxis: { type: "category", data: LEVELS.map((_, at) => t(language, `rating.level_${at + 1}`)) },
    series: [{ type: "bar", name: t(language, "report.level_count"), data: view.ratings.map((value, at) => ({ value, itemStyle: { color: LEVELS[at] } })), label: { show: true, position: "right" } }],
  });

/**
 * The bars and dots of the hours: tickets, mean wait, P90.
 * @param {ReportView} view
 * @param {string} language
 * @returns {Mark[]}
 */
export const hourMarks = (view, language) =>
  view.hours.flatMap((line, at) => {
    const { mean_s, p90_s } = line.wait_to_first_call;
    const of = { hour: String(Number(line.name)) };
    const issued = `${line.name}:00 – ${t(language, "report.issued")}: ${line.issued}`;
    const waited = [[1, mean_s, "report.wait_mean"], [2, p90_s, "report.wait_p90"]];
    const dots = /** @type {[number, number | null, string][]} */ (waited).flatMap(([series, seconds, key]) => {
      const name = `${line.name}:00 – ${t(language, key)}: ${long(seconds)}`;
      return seconds === null ? [] : [/** @type {Mark} */ ({ series, at: [at, minutes(seconds) ?? 0], shape: "point", name, filter: { ...of, figure: "called", title: name } })];
    });
    return [/** @type {Mark} */ ({ series: 0, at: [at, line.issued], shape: "column", name: issued, filter: { ...of, figure: "issued", title: issued } }), ...dots];
  });

/**
 * @param {ReportView} view
 * @param {string} language
 * @returns {Mark[]}
 */
export function heatMarks(view, language) {
  const { clock, week } = heatAxes(view);
  return view.heat.map((cell) => {
    const name = `${t(language, `report.weekday_${cell.weekday}`)} ${String(cell.hour).padStart(2, "0")}:00 – ${t(language, "report.issued")}: ${cell.issued}`;
    return { series: 0, at: [clock.indexOf(cell.hour), week.indexOf(cell.weekday)], shape: "cell", name, filter: { weekday: String(cell.weekday), hour: String(cell.hour), figure: "issued", title: name } };
  });
}

/**
 * @param {ReportView} view
 * @param {string} language
 * @returns {Mark[]}
 */
export const waitMarks = (view, language) =>
  view.waits.map((bin, at) => {
    const name = `${t(language, "report.wait")} ${binName(view, at)} ${t(language, "report.minutes")} – ${t(language, "report.turns")}: ${bin.count}`;
    const over = view.waits[at - 1]?.up_to_s ?? null;
    const limits = { ...(over === null ? {} : { over_s: String(over) }), ...(bin.up_to_s === null ? {} : { up_to_s: String(bin.up_to_s) }) };
    return { series: 0, at: [at, bin.count], shape: "column", name, filter: { figure: "called", ...limits, title: name } };
  });

/**
 * Behind a counter's time are the turns that were served there.
 * @param {ReportView} view
 * @param {string} language
 * @returns {Mark[]}
 */
export const counterMarks = (view, language) =>
  openCounters(view).map((line, at) => {
    const parts = /** @type {const} */ (["serving_s", "idle_s", "break_s"]).map((key) => `${t(language, `report.${key}`)} ${long(line[key])}`);
    const name = `${counterName(view, line.name)} – ${parts.join(", ")}`;
    return { series: 0, at: [hours(line.open_s), at], shape: "row", name, filter: { counter: line.name, figure: "service", title: name } };
  });

/**
 * @param {ReportView} view
 * @param {string} language
 * @returns {Mark[]}
 */
export const quotedMarks = (view, language) =>
  view.hours.filter((line) => line.quoted > 0).map((line, at) => {
    const name = `${line.name}:00 – ${t(language, "report.quoted")}: ${line.quoted}, ${t(language, "report.quoted_wait_s")}: ${long(line.quoted_wait_s)}`;
    return { series: 2, at: [at, minutes(line.quoted_wait_s) ?? 0], shape: "point", name, filter: { hour: String(Number(line.name)), figure: "quoted", title: name } };
  });
