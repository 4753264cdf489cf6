// Today as it happens: what is wrong, what is now, who waits, and then the day's figures.
import { html, useState } from "../shared_ui/html.js";
import { printerName } from "../shared_ui/printers.js";
import { t } from "../shared_ui/texts.js";
import { Alerts } from "./alerts.js";
import { CountersNow, ServicesNow } from "./now.js";
import { Queue } from "./queue.js";
import { Counters, Figures, Latest, Services } from "./tables.js";

/** @param {import("./pages.js").PageProps} props */
const Faults = ({ view, language }) => {
  // What has become an alert is told as one.
  const faults = Object.entries(view.printer_faults).filter(([id]) => !view.alerts.some((alert) => alert.kind === "printer_out" && alert.subject === id));
  return html`${faults.map(([id, fault]) => html`<p class="message warn" data-printer-fault=${id}>${t(language, "manager.printer", { name: printerName(id, language), fault: t(language, `printer.${fault}`) })}</p>`)}
    ${view.not_printed.length > 0 ? html`<p class="message warn"><a href="#printers">${t(language, "printers.not_printed", { n: view.not_printed.length })}</a></p>` : null}`;
};

/** @param {{language: string}} props */
const ToTheHall = ({ language }) => html`<nav class="row" aria-label=${t(language, "today.to_the_hall")}>
  <a class="button" href="#loudspeaker" data-action="to-loudspeaker">${t(language, "manager.announce")}</a>
  <a class="button" href="#message" data-action="to-message">${t(language, "today.to_message")}</a></nav>`;

/** @param {import("./pages.js").PageProps} props */
export function Today({ view, language }) {
  const [service, setService] = useState("");
  const [told, setTold] = useState("");
  return html`<${Alerts} view=${view} language=${language} />
    <${Faults} view=${view} language=${language} />
    ${told ? html`<p class="message good" role="status" data-told="good">${told}</p>` : null}
    <${Figures} view=${view} language=${language} />
    <div class="side-by-side"><${ServicesNow} view=${view} language=${language} chosen=${service} onChoose=${setService} />
      <${CountersNow} view=${view} language=${language} onDone=${setTold} /></div>
    <${Queue} view=${view} language=${language} service=${service} onService=${setService} onDone=${setTold} />
    <${ToTheHall} language=${language} />
    <${Services} view=${view} language=${language} />
    <${Counters} view=${view} language=${language} />
    <${Latest} view=${view} language=${language} />`;
}
