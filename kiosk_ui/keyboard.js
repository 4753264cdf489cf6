// The kiosk by keyboard: arrows go to the neighbouring button, Enter presses it, Escape starts again; a figure presses the
// button that bears it, a star turns the voice on, letters search.
import { SCANNING } from "./scanner.js";

/** @typedef {{x: number, y: number}} Point */

/** @type {Record<string, Point>} */
const ARROWS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const SIDEWAYS_COSTS = 3; // straight ahead beats near but aside
const ALONE_MS = 60; // a figure counts when no other key follows so soon: else a scanner types

/** @param {Element} element */
function middle(element) {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/**
 * Cost of going from `from` to `to` by `arrow`; infinite when it lies behind.
 * @param {Point} from
 * @param {Point} to
 * @param {Point} arrow
 */
function cost(from, to, arrow) {
  const ahead = (to.x - from.x) * arrow.x + (to.y - from.y) * arrow.y;
  const aside = Math.abs((to.x - from.x) * arrow.y) + Math.abs((to.y - from.y) * arrow.x);
  return ahead > 1 ? ahead + SIDEWAYS_COSTS * aside : Infinity;
}

/** @returns {HTMLButtonElement[]} */
const buttons = () => Array.from(document.querySelectorAll(`${document.querySelector("[role=alertdialog]") ? "[role=alertdialog] " : ""}button:not(:disabled)`));

/**
 * @param {HTMLButtonElement[]} all
 * @param {Point} arrow
 */
function neighbour(all, arrow) {
  const from = document.activeElement;
  if (!from || !all.includes(/** @type {HTMLButtonElement} */ (from))) return all.find((one) => one.matches("[data-first]")) ?? all.find((one) => one.matches("main [data-digit='1']")) ?? all.find((one) => one.matches("main button")) ?? all[0];
  const start = middle(from);
  const ranked = all.map((one) => ({ one, price: cost(start, middle(one), arrow) })).sort((a, b) => a.price - b.price);
  return ranked[0] && ranked[0].price < Infinity ? ranked[0].one : undefined;
}

/** @param {string} figure */
function pressFigure(figure) {
  const button = document.querySelector(`main [data-digit="${figure}"]:not(:disabled)`);
  if (button instanceof HTMLButtonElement) button.click();
}

/** Enter in a field: the first thing found, or the button that takes what was written. */
function pressMeant() {
  const button = document.querySelector("main [data-action=dossier_done]:not(:disabled)");
  if (button instanceof HTMLButtonElement) button.click();
  else pressFigure("1");
}

/**
 * Whoever types letters searches: the field gets the focus before the letter is written, so that the keyboard's own
 * input method composes it.
 * @param {KeyboardEvent} event
 */
function search(event) {
  if (!/^\p{L}$/u.test(event.key) && event.key !== "Process") return;
  const field = document.querySelector("[data-search]");
  if (field instanceof HTMLInputElement) field.focus();
}

/**
 * Steer the page by keyboard, as long as it lives.
 * @param {{onEscape: () => void, onStar: () => void}} hands asked at each key, so they may change
 */
export function steerByKeyboard(hands) {
  let figure = 0;
  /** @param {KeyboardEvent} event */
  const steer = (event) => {
    clearTimeout(figure);
    document.documentElement.toggleAttribute("data-keyboard", true);
    const arrow = ARROWS[event.key];
    const isWriting = document.activeElement instanceof HTMLInputElement;
    if (arrow && !(isWriting && arrow.y === 0)) {
      event.preventDefault();
      neighbour(buttons(), arrow)?.focus();
    } else if (event.key === "Escape") hands.onEscape();
    else if (event.key === "Enter" && isWriting) pressMeant();
    // A key that is held down must not press the next step's button, too.
    else if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
    else if (isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "*") hands.onStar();
    else if (/^[0-9]$/.test(event.key) && !event.repeat) figure = setTimeout(() => pressFigure(event.key), ALONE_MS);
    else search(event);
  };
  document.addEventListener("keydown", steer);
  document.addEventListener("pointerdown", () => document.documentElement.toggleAttribute("data-keyboard", false));
  document.addEventListener(SCANNING, () => {
    clearTimeout(figure);
    document.documentElement.toggleAttribute("data-keyboard", false); // it was nobody's finger
  });
}
