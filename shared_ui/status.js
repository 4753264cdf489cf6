// The one bar that says, on every screen alike, that what is shown may be old.
import { html } from "./html.js";
import { formatTime } from "./clock.js";
import { t } from "./texts.js";

/** @typedef {import("./socket.js").Status} Status */

/**
 * Nothing while the line is live; a large plain bar with the time since when otherwise.
 * @param {{status: Status, language: string, timeZone?: string}} props
 */
export function ConnectionBar({ status, language, timeZone = "Asia/Ho_Chi_Minh" }) {
  if (status.state !== "lost") return null;
  const time = formatTime(status.since, timeZone);
  return html`<p class="connection-bar" role="status" lang=${language}>${t(language, "common.connection_lost", { time })}</p>`;
}
