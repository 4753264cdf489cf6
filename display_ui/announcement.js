// What is said to everybody and calls nobody: closing soon, words of the manager, a test of the loudspeaker.
import { html } from "../shared_ui/html.js";

/** @typedef {import("../shared_ui/protocol").Announce} Announce */

const LONG = 150; // letters; more are set smaller, so that the number called last stays in sight

/**
 * The words while they are spoken, over the board; nothing for a call, which the board itself flashes.
 * @param {{speaking: Announce | null}} props
 */
export function Announcement({ speaking }) {
  if (!speaking || speaking.code !== null) return null;
  const isLong = speaking.text.length + (speaking.second_text ?? "").length > LONG;
  return html`<div class="announcement" role="status" data-announcement=${speaking.kind} data-long=${String(isLong)}><p>${speaking.text}</p>
    ${speaking.second_text ? html`<p class="second" lang="en">${speaking.second_text}</p>` : null}</div>`;
}
