// A paired screen's token: made here or told once in the address, kept by this browser, and out of sight.

/**
 * Return the token of this device or null; takes it from `#token=…` and removes that from the address.
 * @param {string} key such as `xephang.kiosk.token`
 * @returns {string | null}
 */
export function deviceToken(key) {
  const told = new URLSearchParams(location.hash.slice(1)).get("token");
  if (told) {
    localStorage.setItem(key, told);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return localStorage.getItem(key);
}

const SCREEN = "xephang.screen.token";
const BYTES = 32;

/**
 * Return the token of a screen that is paired by a code: 256 bits of its own making, the same for ever. The code that
 * it shows stands for this token, so nothing has to be handed over once staff have typed it.
 * @returns {string}
 */
export function ownToken() {
  const known = localStorage.getItem(SCREEN);
  if (known) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  const token = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  localStorage.setItem(SCREEN, token);
  return token;
}

/**
 * Go to the page where a screen is paired by its code, if this one was: it needs no keyboard to become something else.
 * @param {string | null} token the token that was refused
 */
export function returnToPairing(token) {
  if (token !== null && token === localStorage.getItem(SCREEN)) location.replace("/display");
}
