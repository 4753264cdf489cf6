// What a ticket's own page says in each state.
import { html } from "../shared_ui/html.js";
import { formatTime } from "../shared_ui/clock.js";
import { t, tn } from "../shared_ui/texts.js";
import { waitInWords } from "../shared_ui/waits.js";

/** @typedef {import("../shared_ui/protocol").PhoneView} PhoneView */
/** @typedef {{view: PhoneView, language: string}} Props */

const NEAR = 3; // people ahead

/** @param {Props} props */
function Waiting({ view, language }) {
  const ahead = view.ahead ?? 0;
  const wait = waitInWords(view.wait, language);
  return html`<section class="card place" data-ahead=${ahead}>
    ${ahead === 0 ? html`<p class="next">${t(language, "phone.next")}</p>` : html`<p class="ahead">${ahead}</p><p>${tn(language, "phone.ahead", ahead)}</p>`}
    ${wait && ahead > 0 ? html`<p class="wait">${t(language, "phone.wait", { wait })}</p>` : null}
    ${ahead <= NEAR ? html`<p class="message warn">${t(language, "phone.near")}</p>` : null}
  </section>`;
}

/** @param {Props} props */
function Called({ view, language }) {
  const time = view.called_at ? formatTime(view.called_at, view.time_zone) : "";
  return html`<section class="called" role="alert" data-called=${view.counter}>
    <p>${t(language, "phone.called")}</p>
    <p class="counter">${view.counter}</p>
    <p>${view.counter_name}</p>
    <p class="small">${t(language, "phone.calls", { n: view.calls, time })}</p>
  </section>`;
}

/** @param {Props} props */
const Serving = ({ view, language }) => html`<section class="card place" data-serving=${view.counter}>
    <p>${t(language, "phone.serving")}</p>
    <p class="ahead">${view.counter}</p>
    <p>${view.counter_name}</p>
  </section>`;

/** @param {Props} props */
const Held = ({ language }) => html`<p class="message said" data-held>${t(language, "phone.held")}</p>`;

/** @param {Props} props */
const Ended = ({ view, language }) =>
  html`<p class=${view.outcome === "served" ? "message good said" : "message warn said"} data-outcome=${view.outcome}>${t(language, `phone.outcome.${view.outcome}`)}</p>`;

const STATES = { waiting: Waiting, called: Called, serving: Serving, held: Held, ended: Ended };

/** @param {Props} props */
export const Ticket = ({ view, language }) => html`<${STATES[view.state]} view=${view} language=${language} />`;
