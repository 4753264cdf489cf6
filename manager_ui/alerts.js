// What is wrong now, on top of the page, until it is over.
import { html, useState } from "../shared_ui/html.js";
import { formatMinutes, formatTime, secondsSince } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { printerName } from "../shared_ui/printers.js";
import { personName } from "../shared_ui/names.js";
import { pick, t } from "../shared_ui/texts.js";
import { useOnce } from "./once.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {import("../shared_ui/protocol").AlertLine} AlertLine */
/** @typedef {{view: ManagerView, language: string}} Props */

/** The page on which something can be done about it. */
const PAGE_OF = { wait_over_target: "today", counter_idle: "today", display_gone: "screens", printer_out: "printers" };

/**
 * @param {AlertLine} alert
 * @param {string} language
 */
export function alertText(alert, language) {
  const name = alert.kind === "printer_out" ? printerName(alert.subject, language) : pick(alert.name, language);
  return t(language, `alert.${alert.kind}`, { name });
}

/** @param {Props} props */
export function Alerts({ view, language }) {
  const [problem, setProblem] = useState("");
  const once = useOnce();
  /** @param {AlertLine} alert */
  const acknowledge = (alert) =>
    once(`/api/manager/alerts/${alert.id}/acknowledge`, {}).then(
      () => setProblem(""),
      (error) => setProblem(inWords(error, language)),
    );
  if (view.alerts.length === 0) return null;
  return html`<section class="alerts" aria-label=${t(language, "alert.title")}>${view.alerts.map(
    (alert) => html`<div key=${alert.id} class=${`alert ${alert.acknowledged_by === null ? "new" : "seen"}`} data-alert=${alert.kind} data-subject=${alert.subject}>
      <span class="sign" aria-hidden="true">!</span>
      <b>${alertText(alert, language)}</b>
      <small>${t(language, "alert.since", { time: formatTime(alert.began_at, view.time_zone), length: formatMinutes(secondsSince(alert.began_at), language) })}${alert.acknowledged_by === null ? "" : ` · ${t(language, "alert.seen_by", { name: personName(view.names, alert.acknowledged_by, language) })}`}</small>
      ${PAGE_OF[alert.kind] === "today" ? null : html`<a href=${`#${PAGE_OF[alert.kind]}`}>${t(language, `manager.page.${PAGE_OF[alert.kind]}`)}</a>`}
      ${alert.acknowledged_by === null ? html`<button class="button" data-action="acknowledge" aria-label=${`${t(language, "alert.acknowledge")}: ${alertText(alert, language)}`} onClick=${() => acknowledge(alert)}>${t(language, "alert.acknowledge")}</button>` : null}
    </div>`,
  )}${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}</section>`;
}

/**
 * On the other pages: that there are some, and the way to them.
 * @param {Props} props
 */
export const AlertsElsewhere = ({ view, language }) => {
  const fresh = view.alerts.filter((alert) => alert.acknowledged_by === null).length;
  return fresh === 0 ? null : html`<p class="message bad elsewhere" role="status"><a href="#today" data-action="to-alerts">${t(language, "alert.elsewhere", { n: fresh })}</a></p>`;
};
