// A kiosk stands alone in a hall: no menu, no zoom, no way out of the page.

/** @param {Event} event */
const prevent = (event) => event.preventDefault();

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
  if (combined || /^F\d+$/.test(event.key)) event.preventDefault();
}

/** Take the page's ways out away; the browser's own (Alt+F4, Ctrl+W) are the kiosk mode's business. */
export function lockDown() {
  for (const name of ["contextmenu", "dragstart", "selectstart", "gesturestart"]) document.addEventListener(name, prevent);
  document.addEventListener("touchmove", preventPinch, { passive: false });
  document.addEventListener("wheel", preventZoom, { passive: false });
  document.addEventListener("keydown", preventShortcut);
}
