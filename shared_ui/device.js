// A paired screen's token: told once in the address, kept by this browser, and out of sight afterwards.

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
