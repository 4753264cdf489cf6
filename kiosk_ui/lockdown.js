// A kiosk stands alone in a hall: no menu, no zoom, no way out of the page.

/** @param {Event} event */
const prevent = (event) => event.preventDefault();

/**
 * What somebody writes into a field is theirs; all else is no text to be marked.
 * @param {Event} event
 */
function preventSelection(event) {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
}

/** @param {TouchEvent} event */
function preventPinch(event) {
  if (event.touches.length > 1) event.preventDefault();
}

/** @param {WheelEvent} event */
function preventZoom(event) {
  if (event.ctrlKey) event.preventDefault();
}

/** @param {KeyboardEvent} event */
function preventShortcut(event) {
  const combined = event.ctrlKey || event.metaKey || event.altKey;
  if (combined || /^(F\d+|Browser.*|Print.*|ContextMenu)$/.test(event.key)) event.preventDefault();
}

/**
 * A mouse's middle, back and forward buttons.
 * @param {MouseEvent} event
 */
function preventOtherButtons(event) {
  if (event.button > 0) event.preventDefault();
}

/** Whoever goes back comes here again. */
function stayHere() {
  history.pushState(null, "", location.href);
  addEventListener("popstate", () => history.pushState(null, "", location.href));
}

/** Take the page's ways out away; the browser's own (Alt+F4, Ctrl+W) are the kiosk mode's business. */
export function lockDown() {
  for (const name of ["contextmenu", "dragstart", "drop", "dragover", "gesturestart", "copy", "cut", "paste"]) document.addEventListener(name, prevent);
  document.addEventListener("touchmove", preventPinch, { passive: false });
  document.addEventListener("wheel", preventZoom, { passive: false });
  document.addEventListener("keydown", preventShortcut);
  for (const name of ["mousedown", "mouseup", "auxclick"]) document.addEventListener(name, (event) => preventOtherButtons(/** @type {MouseEvent} */ (event)));
  document.addEventListener("selectstart", preventSelection);
  stayHere();
}
