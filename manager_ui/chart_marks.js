// What is drawn in a chart as buttons: each bar, cell and point opens its turns, by mouse and by keyboard.
import { html, useRef, useState } from "../shared_ui/html.js";

/** @typedef {import("../shared_ui/charts").DrawnChart} DrawnChart */
/** @typedef {import("./report_turns.js").Filter} Filter */
/**
 * One bar, cell or point. `at`: its place on the axes of the series; `shape`: a column stands on the axis below, a row lies
 * on the axis to the left, a cell is a field of a table, a point is a dot. `name`: what it says to who can't see it.
 * @typedef {{series: number, at: [number, number], shape: "column" | "row" | "cell" | "point", name: string, filter: Filter}} Mark
 */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */

/** The smallest side of a place that a finger or a mouse finds, in pixels. */
const LEAST = 24;
/** The side of a field where the axis has only one, so that its width can't be told from the next one's. */
const ALONE = 60;

/**
 * @param {DrawnChart} chart
 * @param {Mark} mark
 * @returns {Box}
 */
function boxOf(chart, { series, at, shape }) {
  /** @param {number} x @param {number} y */
  const pixel = (x, y) => chart.convertToPixel({ seriesIndex: series }, [x, y]);
  const [x, y] = pixel(...at);
  const across = Math.abs(pixel(at[0] + 1, at[1])[0] - x) || ALONE;
  const down = Math.abs(pixel(at[0], at[1] + 1)[1] - y) || ALONE;
  if (shape === "point") return { left: x - LEAST / 2, top: y - LEAST / 2, width: LEAST, height: LEAST };
  if (shape === "cell") return { left: x - across / 2, top: y - down / 2, width: across, height: down };
  if (shape === "column") {
    const foot = pixel(at[0], 0)[1];
    const height = Math.max(foot - y, LEAST);
    return { left: x - across / 2, top: foot - height, width: across, height };
  }
  const start = pixel(0, at[1])[0];
  return { left: start, top: y - down / 2, width: Math.max(x - start, LEAST), height: down };
}

/**
 * @param {DrawnChart} chart
 * @param {Mark[]} marks
 * @returns {Box[]}
 */
export const boxesOf = (chart, marks) => marks.map((mark) => boxOf(chart, mark));

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The nearest box in a direction; what lies off the straight line counts three times as far.
 * @param {Box[]} boxes
 * @param {number} from
 * @param {[number, number]} direction
 */
function nearest(boxes, from, [dx, dy]) {
  const middle = (/** @type {Box} */ box) => [box.left + box.width / 2, box.top + box.height / 2];
  const [x = 0, y = 0] = boxes[from] ? middle(boxes[from]) : [];
  let best = from;
  let least = Infinity;
  boxes.forEach((box, at) => {
    const [otherX = 0, otherY = 0] = middle(box);
    const ahead = (otherX - x) * dx + (otherY - y) * dy;
    const aside = Math.abs((otherX - x) * dy) + Math.abs((otherY - y) * dx);
    const distance = ahead + 3 * aside;
    if (ahead > 1 && distance < least) [best, least] = [at, distance];
  });
  return best;
}

/**
 * One stop of the Tab key for the whole chart; the arrows go from mark to mark.
 * @param {{marks: Mark[], boxes: Box[], label: string, onTurns: (filter: Filter) => void}} props
 */
export function Marks({ marks, boxes, label, onTurns }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const [active, setActive] = useState(0);
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    const next = nearest(boxes, Math.min(active, marks.length - 1), direction);
    setActive(next);
    /** @type {HTMLElement | undefined} */ (place.current?.children[next])?.focus();
  };
  return html`<div class="marks" role="group" aria-label=${label} ref=${place} onKeyDown=${onKey}>
    ${marks.map((mark, at) => {
      const box = boxes[at];
      if (!box) return null;
      return html`<button class="mark" data-shape=${mark.shape} data-mark=${at} title=${mark.name} aria-label=${mark.name} tabindex=${at === Math.min(active, marks.length - 1) ? 0 : -1}
        style=${{ left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` }} onFocus=${() => setActive(at)} onClick=${() => onTurns(mark.filter)}></button>`;
    })}</div>`;
}
