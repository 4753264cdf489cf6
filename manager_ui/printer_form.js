// A printer's name, address and paper, and taking one away: for administrators.
import { html, useState } from "../shared_ui/html.js";
import { inWords } from "../shared_ui/errors.js";
import { printerName } from "../shared_ui/printers.js";
import { t } from "../shared_ui/texts.js";
import { CommandDialog } from "./dialog.js";
import { useOnce } from "./once.js";

/** @typedef {import("../shared_ui/protocol").PrinterLine} PrinterLine */

/**
 * @param {{printer: PrinterLine | null, language: string, onDone: (text: string) => void, onCancel: () => void}} props
 */
export function PrinterForm({ printer, language, onDone, onCancel }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const once = useOnce();
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const data = new FormData(form);
    setBusy(true);
    setProblem("");
    try {
      const name = printer?.id ?? String(data.get("printer")).trim();
      await once("/api/manager/printers", { printer: name, address: String(data.get("address")).trim(), width_dots: Number(data.get("width_dots")) });
      if (!printer) form.reset();
      onDone(t(language, "printers.saved", { name }));
    } catch (error) {
      setProblem(inWords(error, language));
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="device-form" data-form=${printer ? "printer" : "new-printer"} onSubmit=${submit}>
    ${printer ? null : html`<label>${t(language, "printers.new_name")}<input name="printer" required maxlength="64" autocomplete="off" /></label>`}
    <label>${t(language, "printers.address")}<input name="address" required maxlength="200" autocomplete="off" spellcheck=${false} placeholder="tcp:192.168.1.51:9100" defaultValue=${printer?.address ?? ""} /></label>
    <label>${t(language, "printers.paper_width")}<select name="width_dots">${[576, 384].map((dots) => html`<option value=${dots} selected=${dots === (printer?.width_dots ?? 576)}>${dots === 576 ? "80" : "58"} mm</option>`)}</select></label>
    <span class="verbs"><button class="button primary" data-action="save-printer" disabled=${busy}>${t(language, printer ? "manager.save" : "printers.add")}</button>
      ${printer ? html`<button type="button" class="button quiet" onClick=${onCancel}>${t(language, "common.cancel")}</button>` : null}</span>
    ${problem ? html`<p class="message bad" role="alert" data-refused>${problem}</p>` : null}</form>`;
}

/** @param {{printer: PrinterLine, language: string, onDone: (text: string) => void, onClose: () => void}} props */
export const RemovePrinter = ({ printer, language, onDone, onClose }) => html`<${CommandDialog} name="remove-printer" title=${t(language, "printers.remove_of", { name: printerName(printer.id, language) })}
  path="/api/manager/printers/remove" confirm=${t(language, "printers.remove")} danger language=${language} body=${() => ({ printer: printer.id })}
  onDone=${() => onDone(t(language, "printers.removed", { name: printerName(printer.id, language) }))} onClose=${onClose}>
  <p>${t(language, "printers.remove_sure", { kiosks: printer.kiosks.join(", ") || "–" })}</p><//>`;
