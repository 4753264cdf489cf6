// The number, as large as the screen: what counts, whether or not paper came out.
import { html } from "../shared_ui/html.js";
import { pick, t, tn } from "../shared_ui/texts.js";

/** @param {{answer: import("../shared_ui/protocol").TicketAnswer, language: string}} props */
export function Number({ answer, language }) {
  const { taken, paper } = answer;
  const token = taken.phone_path.split("/").pop();
  return html`<section class="number" aria-live="assertive">
    <p>${t(language, "kiosk.your_number")} · ${pick(taken.service_name, language)}</p>
    <p class="code" data-code=${taken.code}>${taken.code}</p>
    <p>${tn(language, "kiosk.ahead", taken.ahead)}${taken.wait ? ` · ${t(language, "kiosk.wait", { low: taken.wait.low, high: taken.wait.high })}` : ""}</p>
    ${paper.printed
      ? html`<p class="message good" data-printed="true">${t(language, "kiosk.take_paper")}</p>`
      : html`<p class="message warn" data-printed="false">${t(language, "kiosk.not_printed")}</p>`}
    <img src=${`/qr/${token}.svg`} alt=${t(language, "kiosk.qr")} /><p>${t(language, "kiosk.qr")}</p>
  </section>`;
}
