// Today as it happens.
import { html } from "../shared_ui/html.js";
import { printerName } from "../shared_ui/printers.js";
import { t } from "../shared_ui/texts.js";
import { Counters, Figures, Latest, Services } from "./tables.js";

/** @param {import("./pages.js").PageProps} props */
export function Today({ view, language }) {
  const faults = Object.entries(view.printer_faults);
  return html`${faults.map(([id, fault]) => html`<p class="message warn" data-printer-fault=${id}>${t(language, "manager.printer", { name: printerName(id, language), fault: t(language, `printer.${fault}`) })}</p>`)}
    ${view.not_printed.length > 0 ? html`<p class="message warn"><a href="#printers">${t(language, "printers.not_printed", { n: view.not_printed.length })}</a></p>` : null}
    <${Figures} view=${view} language=${language} />
    <${Services} view=${view} language=${language} />
    <${Counters} view=${view} language=${language} />
    <${Latest} view=${view} language=${language} />`;
}
