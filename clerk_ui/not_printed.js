// Tickets that did not come out: to be printed again, where the citizen can take them.
import { html, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { printerName } from "../shared_ui/printers.js";
import { t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */

const language = staffLanguage;

/** @param {{view: ClerkView, busy: boolean, enabled: boolean, act: import("./desk.js").Act}} props */
export function NotPrinted({ view, busy, enabled, act }) {
  const [printer, setPrinter] = useState("");
  if (view.not_printed.length === 0) return null;
  return html`<section class="card" data-list="not_printed"><h2>${t(language, "printers.not_printed", { n: view.not_printed.length })}</h2>
    ${view.printers.length > 1
      ? html`<label>${t(language, "printers.reprint_at")} <select data-reprint-at value=${printer} onChange=${(/** @type {any} */ event) => setPrinter(event.currentTarget.value)}>
          <option value="">${t(language, "printers.where_issued")}</option>${view.printers.map((id) => html`<option value=${id}>${printerName(id, language)}</option>`)}</select></label>`
      : null}
    <table><tbody>${view.not_printed.map(
      (one) => html`<tr key=${one.ticket} data-code=${one.code}><td class="code">${one.code}</td><td>${t(language, `printer.${one.fault}`)}${one.certain ? "" : ` – ${t(language, "printers.perhaps")}`}</td>
        <td><button class="button quiet" data-action="reprint" disabled=${busy || !enabled} onClick=${() => act("reprint", { ticket: one.ticket, printer: printer || null })}>${t(language, "clerk.reprint")}</button></td></tr>`,
    )}</tbody></table></section>`;
}
