// One chart of a report: drawn as SVG, with its figures as a table below for those who can't see it.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { loadCharts } from "../shared_ui/charts.js";
import { t } from "../shared_ui/texts.js";
import { Marks, boxesOf } from "./chart_marks.js";

/** @typedef {import("./chart_marks.js").Mark} Mark */
/** @typedef {import("./report_turns.js").Filter} Filter */

/**
 * Let paper scale the picture: the library gives it a size in pixels alone.
 * @param {HTMLElement} place
 */
function scaleOnPaper(place) {
  for (const svg of place.querySelectorAll("svg")) svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
}

/** @param {{option: object, marks: Mark[], name: string, label: string, height: number, language: string, onTurns: (filter: Filter) => void}} props */
function Picture({ option, marks, name, label, height, language, onTurns }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const [state, setState] = useState("");
  const [boxes, setBoxes] = useState(/** @type {ReturnType<typeof boxesOf>} */ ([]));
  const key = JSON.stringify([option, marks]);
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
        const fit = () => {
          scaleOnPaper(element);
          setBoxes(boxesOf(drawn, marks));
        };
        fit();
        const observer = new ResizeObserver(() => {
          // Paper scales the picture as it is: drawn anew for a height that follows from its own it would have none.
          if (matchMedia("print").matches) return;
          drawn.resize();
          fit();
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
    <div class="drawing"><div class="chart" role="img" aria-label=${label} data-chart=${name} data-drawn=${state === "drawn"} style=${{ height: `${height}px` }}><div ref=${place}></div></div>
      ${state === "drawn" && marks.length > 0 ? html`<${Marks} marks=${marks} boxes=${boxes} label=${t(language, "report.marks", { name: label })} onTurns=${onTurns} />` : null}</div>`;
}

/**
 * `marks`: what opens its turns when it is chosen.
 * @param {{name: string, title: string, note?: string, option: object, marks?: Mark[], height?: number, isEmpty?: boolean, empty?: string, language: string, heads: string[], rows: (string | number)[][], onTurns: (filter: Filter) => void}} props
 */
export function ChartCard({ name, title, note = "", option, marks = [], height = 320, isEmpty = false, empty = "", language, heads, rows, onTurns }) {
  return html`<section class=${`card report-chart ${name}`}><h2>${title}</h2>${note ? html`<p class="note">${note}</p>` : null}
    ${isEmpty
      ? html`<p class="none">${empty || t(language, "report.nothing")}</p>`
      : html`<${Picture} option=${option} marks=${marks} name=${name} label=${title} height=${height} language=${language} onTurns=${onTurns} />
          <details><summary>${t(language, "report.table")}</summary><table data-table=${name}><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
            <tbody>${rows.map((row) => html`<tr>${row.map((cell, at) => (at === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`)}</tbody></table></details>`}</section>`;
}
