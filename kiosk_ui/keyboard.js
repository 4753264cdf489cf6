// The kiosk by keyboard: arrows go to the neighbouring button, Enter presses it, Escape starts again.

/** @typedef {{x: number, y: number}} Point */

/** @type {Record<string, Point>} */
const ARROWS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const SIDEWAYS_COSTS = 3; // straight ahead beats near but aside

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
const buttons = () => Array.from(document.querySelectorAll("button:not(:disabled)"));

/**
 * @param {HTMLButtonElement[]} all
 * @param {Point} arrow
 */
function neighbour(all, arrow) {
  const from = document.activeElement;
  if (!from || !all.includes(/** @type {HTMLButtonElement} */ (from))) return all.find((one) => one.matches("[data-first]")) ?? all.find((one) => one.matches("main button")) ?? all[0];
  const start = middle(from);
  const ranked = all.map((one) => ({ one, price: cost(start, middle(one), arrow) })).sort((a, b) => a.price - b.price);
  return ranked[0] && ranked[0].price < Infinity ? ranked[0].one : undefined;
}

/**
 * Steer the page by keyboard.
 * @param {() => void} onEscape
 * @returns {() => void} takes it away again
 */
export function steerByKeyboard(onEscape) {
  /** @param {KeyboardEvent} event */
  const steer = (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      neighbour(buttons(), arrow)?.focus();
    } else if (event.key === "Escape") onEscape();
    // A key that is held down must not press the next step's button, too.
    else if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
  };
  document.addEventListener("keydown", steer);
  return () => document.removeEventListener("keydown", steer);
}
