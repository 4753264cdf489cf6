// Today as it happens.
import { html } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";
import { Counters, Figures, Latest, Services } from "./tables.js";

/** @param {import("./pages.js").PageProps} props */
export function Today({ view, language }) {
  const faults = Object.values(view.printer_faults);
  return html`${faults.map((fault) => html`<p class="message warn">${t(language, "manager.printer", { fault: t(language, `printer.${fault}`) })}</p>`)}
    <${Figures} view=${view} language=${language} />
    <${Services} view=${view} language=${language} />
    <${Counters} view=${view} language=${language} />
    <${Latest} view=${view} language=${language} />`;
}
