// One chart of a report: drawn as SVG, with its figures as a table below for those who can't see it.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { loadCharts } from "../shared_ui/charts.js";
import { t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/charts").DrawnChart} DrawnChart */

/**
 * Let paper scale the picture: the library gives it a size in pixels alone.
 * @param {HTMLElement} place
 */
function scaleOnPaper(place) {
  for (const svg of place.querySelectorAll("svg")) svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
}

/** @param {{option: object, name: string, label: string, height: number, language: string}} props */
function Picture({ option, name, label, height, language }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const [state, setState] = useState("");
  const key = JSON.stringify(option);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let isWanted = true;
    let stop = () => {};
    loadCharts().then(
      (charts) => {
        if (!isWanted) return;
        const drawn = charts.init(element, null, { renderer: "svg" });
        drawn.setOption(option, true);
        scaleOnPaper(element);
        const observer = new ResizeObserver(() => {
          drawn.resize();
          scaleOnPaper(element);
        });
        observer.observe(element);
        setState("drawn");
        stop = () => {
          observer.disconnect();
          drawn.dispose();
        };
      },
      () => isWanted && setState("failed"),
    );
    return () => {
      isWanted = false;
      stop();
    };
  }, [key]);
  return html`${state === "failed" ? html`<p class="message bad">${t(language, "report.chart_failed")}</p>` : null}
    <div class="chart" role="img" aria-label=${label} data-chart=${name} data-drawn=${state === "drawn"} style=${{ height: `${height}px` }}><div ref=${place}></div></div>`;
}

/**
 * @param {{name: string, title: string, note?: string, option: object, height?: number, isEmpty?: boolean, empty?: string, language: string, heads: string[], rows: (string | number)[][]}} props
 */
export function ChartCard({ name, title, note = "", option, height = 320, isEmpty = false, empty = "", language, heads, rows }) {
  return html`<section class=${`card report-chart ${name === "counters" ? "tall" : ""}`}><h2>${title}</h2>${note ? html`<p class="note">${note}</p>` : null}
    ${isEmpty
      ? html`<p class="none">${empty || t(language, "report.nothing")}</p>`
      : html`<${Picture} option=${option} name=${name} label=${title} height=${height} language=${language} />
          <details><summary>${t(language, "report.table")}</summary><table data-table=${name}><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
            <tbody>${rows.map((row) => html`<tr>${row.map((cell, at) => (at === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`)}</tbody></table></details>`}</section>`;
}
