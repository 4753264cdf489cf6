// Today as it happens: what is wrong, what is now, who waits, and then the day's figures.
import { html, useState } from "../shared_ui/html.js";
import { printerName } from "../shared_ui/printers.js";
import { t } from "../shared_ui/texts.js";
import { Alerts } from "./alerts.js";
import { Sheet } from "./dialog.js";
import { Sent, TextForm } from "./loudspeaker.js";
import { MessageForm, Present } from "./message.js";
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

/**
 * Words to everybody: a line on the walls until it is taken away, or said once aloud.
 * @param {import("./pages.js").PageProps & {onDone: (text: string) => void}} props
 */
function ToTheHall({ view, language, onDone }) {
  const [asked, setAsked] = useState("");
  const [sent, setSent] = useState(/** @type {{text: string, ids: string[]} | null} */ (null));
  const close = () => setAsked("");
  const cancel = html`<button type="button" class="button" data-action="dismiss" onClick=${close}>${t(language, "common.cancel")}</button>`;
  return html`<section class="card hall" aria-label=${t(language, "today.to_the_hall")}><h2>${t(language, "today.to_the_hall")}</h2><${Present} view=${view} language=${language} />
    <p class="verbs"><button class="button" data-action="to-message" onClick=${() => setAsked("message")}>${t(language, view.message.vi ? "today.change_message" : "today.to_message")}</button>
      <button class="button" data-action="to-loudspeaker" onClick=${() => setAsked("announcement")}>${t(language, "today.to_loudspeaker")}</button></p>
    ${sent ? html`<${Sent} key=${sent.ids.join()} sent=${sent} language=${language} />` : null}
    ${asked === "message" ? html`<${Sheet} name="message" title=${t(language, "manager.page.message")} onClose=${close}><p class="hint">${t(language, "message.how")}</p>
      <${MessageForm} view=${view} language=${language} onDone=${(/** @type {string} */ text) => (close(), onDone(text))}>${cancel}<//><//>` : null}
    ${asked === "announcement" ? html`<${Sheet} name="announcement" title=${t(language, "manager.announce")} onClose=${close}><p class="hint">${t(language, "manager.announce_how")}</p>
      <${TextForm} view=${view} language=${language} onSent=${(/** @type {any} */ one) => (close(), setSent(one))}>${cancel}<//><//>` : null}</section>`;
}

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
    <${ToTheHall} view=${view} language=${language} onDone=${setTold} />
    <${Services} view=${view} language=${language} />
    <${Counters} view=${view} language=${language} />
    <${Latest} view=${view} language=${language} />`;
}
