// What hangs above a desk or stands on it: the counter, whom it has, and the question after a service.
import { html } from "../shared_ui/html.js";
import { formatTime, useNow } from "../shared_ui/clock.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { pick, t } from "../shared_ui/texts.js";
import { Rating } from "./rating.js";

/** @typedef {import("../shared_ui/protocol").CounterView} CounterView */
/** @typedef {import("../shared_ui/protocol").RoleFrame} RoleFrame */
/** @typedef {{view: CounterView, role: RoleFrame | null, token: string | null, status: import("../shared_ui/socket.js").Status}} Props */

/**
 * What the counter is about, as a key under `counter.`.
 * @param {CounterView} view
 */
const about = (view) => (view.code ? (view.ticket_state ?? "called") : view.state);

/** @param {{view: CounterView, name: string, other: string | undefined}} props */
const State = ({ name, other }) => html`<p class="state"><span lang="vi">${t("vi", `counter.${name}`)}</span>${other ? html`<small class="second" lang=${other}>${t(other, `counter.${name}`)}</small>` : null}</p>`;

/** @param {{view: CounterView, other: string | undefined}} props */
const Number = ({ view, other }) => html`<section class="counter-now" key=${`${view.code}.${view.calls}`} data-counter=${view.counter} data-counter-state=${view.state} data-state=${view.ticket_state ?? ""} data-code=${view.code ?? ""}>
  <${State} view=${view} name=${about(view)} other=${other} />
  ${view.code ? html`<p class="code">${view.code}</p>` : null}</section>`;

/** @param {{view: CounterView}} props */
const Head = ({ view }) => html`<header class="counter-head"><h1>${t("vi", "common.counter", { n: view.counter })}</h1><p>${view.counter_name}</p>
  <time class="clock">${formatTime(new Date(useNow(1000)), view.time_zone)}</time></header>`;

/** @param {{view: CounterView, other: string | undefined}} props */
const TabletIdle = ({ view, other }) => html`<section class="counter-now idle"><p class="state"><span lang="vi">${t("vi", "rating.idle")}</span>${other ? html`<small class="second" lang=${other}>${t(other, "rating.idle")}</small>` : null}</p>
  <p class="second">${pick(view.office_name, "vi")}</p></section>`;

/** @param {Props} props */
export function CounterScreen({ view, role, token, status }) {
  const other = view.languages.find((language) => language !== "vi");
  const isTablet = role?.kind === "rating";
  const asks = isTablet || (role?.extras ?? false);
  return html`<${ConnectionBar} status=${status} language="vi" timeZone=${view.time_zone} /><${Head} view=${view} />
    <main class=${isTablet ? "counter-main tablet" : "counter-main"} data-asking=${String(asks && view.rating !== null)}>
      ${isTablet ? html`<${TabletIdle} view=${view} other=${other} />` : html`<${Number} view=${view} other=${other} />`}
      ${asks ? html`<${Rating} question=${view.rating} token=${token} other=${other} />` : null}</main>`;
}
