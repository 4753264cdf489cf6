// When no number can be had: one sentence that says why, large, and what to do.
import { html } from "../shared_ui/html.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */

const WAITING_HELPS = new Set(["lunch_break", "not_yet_issuing", "issuing_over", "office_closed_today"]);

/** @param {{clock: boolean}} props */
function Sign({ clock }) {
  return html`<svg class="sign" viewBox="0 0 48 48" aria-hidden="true">
    <circle cx="24" cy="24" r="21" />
    ${clock ? html`<path d="M24 12 V24 L32 29" />` : html`<path d="M24 21 V34 M24 13.5 V14.5" />`}
  </svg>`;
}

/**
 * A calm screen; `children` are its buttons.
 * @param {{clock?: boolean, code?: string, children?: unknown}} props
 * @param {string} text
 */
const calm = ({ clock = false, code, children }, text) => html`<section class="calm" role="status">
    <${Sign} clock=${clock} /><p data-refusal=${code}>${text}</p>${children}
  </section>`;

/** @param {{text: string, children?: unknown}} props */
export const Calm = ({ text, children }) => calm({ children }, text);

/** @param {{refusal: Refusal, language: string, children?: unknown}} props */
export function Refused({ refusal, language, children }) {
  const reference = refusal.reference ? html`<p class="small">${t(language, "common.reference", { reference: refusal.reference })}</p>` : null;
  const below = [reference, children];
  return calm({ clock: WAITING_HELPS.has(refusal.code), code: refusal.code, children: below }, pick(refusal.text, language));
}
