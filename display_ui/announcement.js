// What is said to everybody and calls nobody: closing soon, words of the manager, a test of the loudspeaker.
import { html } from "../shared_ui/html.js";

/** @typedef {import("../shared_ui/protocol").Announce} Announce */

/**
 * The words while they are spoken, over the board; nothing for a call, which the board itself flashes.
 * @param {{speaking: Announce | null}} props
 */
export function Announcement({ speaking }) {
  if (!speaking || speaking.code !== null) return null;
  return html`<aside class="announcement" role="status" data-announcement=${speaking.kind}><p>${speaking.text}</p>
    ${speaking.second_text ? html`<p class="second" lang="en">${speaking.second_text}</p>` : null}</aside>`;
}
