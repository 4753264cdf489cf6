// What a screen shows until staff type its code: no keyboard, no touch.
import { html } from "../shared_ui/html.js";
import { formatTime } from "../shared_ui/clock.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").PairingView} PairingView */

/** Two groups of three digits are read out and typed with fewer slips. */
const grouped = (/** @type {string} */ code) => `${code.slice(0, 3)} ${code.slice(3)}`;

/** @param {{view: PairingView}} props */
export const Pairing = ({ view }) => html`<main class="calm pairing" data-pairing=${view.code}>
  <p class="office">${pick(view.office_name, "vi")}</p>
  <h1>${t("vi", "pairing.title")} <span class="second" lang="en">${t("en", "pairing.title")}</span></h1>
  <p class="pairing-code" aria-label=${view.code}>${grouped(view.code)}</p>
  <p>${t("vi", "pairing.how")}</p><p class="second" lang="en">${t("en", "pairing.how")}</p>
  <p class="until">${t("vi", "pairing.until", { time: formatTime(view.expires_at, view.time_zone) })}</p>
</main>`;
