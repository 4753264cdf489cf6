// Printers: how each is and what is left on its roll, who prints where, and the tickets that did not come out.
import { html, useState } from "../shared_ui/html.js";
import { newRequestId, post } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { formatTime } from "../shared_ui/clock.js";
import { printerName } from "../shared_ui/printers.js";
import { pick, t } from "../shared_ui/texts.js";
import { PrinterForm, RemovePrinter } from "./printer_form.js";
import { Head } from "./tables.js";
import { TicketLook } from "./ticket_look.js";

/** @typedef {import("../shared_ui/protocol").PrinterLine} PrinterLine */
/** @typedef {import("./pages.js").PageProps} PageProps */
/** @typedef {{text: string, isBad: boolean}} Said */
/** @typedef {(path: string, wish: Record<string, unknown>, said: (answer: any) => Said | null) => Promise<void>} Act */

/** The printer of the machine's settings: changed there. */
const DEFAULT = "default";

/**
 * A printer's state in one word or two, and its colour.
 * @param {PrinterLine} printer
 * @param {string} language
 */
function state({ now }, language) {
  if (!now) return { text: t(language, "printers.asking"), kind: "" };
  if (!now.prints) return { text: t(language, "printer.printer_none"), kind: "" };
  if (now.fault) return { text: t(language, `printer.${now.fault}`), kind: "bad" };
  if (now.paper === "near_end") return { text: t(language, "printer.printer_paper_near_end"), kind: "warn" };
  return { text: t(language, now.paper === "ok" ? "printers.well" : "printers.well_unasked"), kind: "good" };
}

/**
 * @param {number} length
 * @param {string} language
 */
const metresOf = (length, language) => length.toLocaleString(language, { maximumFractionDigits: 1 });

/** @param {{printer: PrinterLine, language: string, busy: boolean, act: Act}} props */
function Roll({ printer, language, busy, act }) {
  const [metres, setMetres] = useState(String(printer.roll_m));
  if (printer.tickets_left === null) return html`<span>–</span>`;
  const change = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    void act("printers/roll", { printer: printer.id, metres: Number(metres) }, () => null);
  };
  return html`<form class="roll" onSubmit=${change}><span data-tickets-left=${printer.tickets_left}>${t(language, "printers.left", { n: printer.tickets_left })}</span>
    <small>${t(language, "printers.used", { used: metresOf(printer.used_m, language), roll: metresOf(printer.roll_m, language) })}</small>
    <label><span class="visually-hidden">${t(language, "printers.roll_metres")}</span><input type="number" min="1" max="1000" step="0.5" required value=${metres} onInput=${(/** @type {any} */ event) => setMetres(event.currentTarget.value)} /> m</label>
    <button class="button" data-action="roll" disabled=${busy}>${t(language, "printers.roll_changed")}</button></form>`;
}

/** @param {PageProps & {busy: boolean, act: Act, onDone: (text: string) => void}} props */
function Machines({ view, language, busy, act, onDone }) {
  const [asked, setAsked] = useState({ id: "", verb: "" });
  const chosen = view.printers.find((one) => one.id === asked.id);
  const close = () => setAsked({ id: "", verb: "" });
  const done = (/** @type {string} */ text) => (close(), onDone(text));
  const tried = (/** @type {any} */ answer) =>
    answer.printed ? { text: t(language, "printers.tried"), isBad: false } : { text: t(language, "printers.not_tried", { fault: t(language, `printer.${answer.fault}`) }), isBad: true };
  return html`<section class="card"><h2>${t(language, "printers.title")}</h2>
    <table class="words"><${Head} language=${language} group="printers" keys=${["name", "state", "kiosks", "roll", "try"]} /><tbody>
    ${view.printers.map((printer) => {
      const { text, kind } = state(printer, language);
      return html`<tr key=${printer.id} data-printer=${printer.id}><td><strong>${printerName(printer.id, language)}</strong><br /><small>${printer.address || t(language, "printers.of_settings")} · ${printer.width_dots > 450 ? "80" : "58"} mm</small></td>
        <td><span class=${kind ? `message ${kind}` : ""} data-state=${printer.now?.fault ?? printer.now?.paper ?? ""}>${text}</span></td>
        <td>${printer.kiosks.join(", ") || "–"}</td>
        <td><${Roll} printer=${printer} language=${language} busy=${busy} act=${act} /></td>
        <td><button class="button" data-action="try" disabled=${busy || !printer.now?.prints} onClick=${() => act("printers/try", { printer: printer.id }, tried)}>${t(language, "printers.try")}</button>
          ${printer.id === DEFAULT || printer.address.startsWith("agent:") ? null : html`<button class="button quiet" data-action="change-printer" aria-label=${t(language, "manager.change_of", { name: printer.id })} onClick=${() => setAsked({ id: printer.id, verb: "change" })}>${t(language, "manager.change")}</button>`}
          ${printer.id === DEFAULT ? null : html`<button class="button quiet danger" data-action="remove-printer" aria-label=${t(language, "printers.remove_of", { name: printer.id })} onClick=${() => setAsked({ id: printer.id, verb: "remove" })}>${t(language, "printers.remove")}</button>`}</td></tr>
        ${asked.id === printer.id && asked.verb === "change" ? html`<tr><td colspan="5"><${PrinterForm} printer=${printer} language=${language} onDone=${done} onCancel=${close} /></td></tr>` : null}`;
    })}</tbody></table>
    ${chosen && asked.verb === "remove" ? html`<${RemovePrinter} printer=${chosen} language=${language} onDone=${done} onClose=${close} />` : null}
    <h3>${t(language, "printers.new")}</h3><p class="hint">${t(language, "printers.new_how")}</p><${PrinterForm} printer=${null} language=${language} onDone=${done} onCancel=${close} /><p><small>${t(language, "printers.estimate")}</small></p></section>`;
}

/** @param {PageProps & {busy: boolean, act: Act}} props */
function Kiosks({ view, language, busy, act }) {
  return html`<section class="card"><h2>${t(language, "printers.of_kiosks")}</h2>
    ${view.kiosks.length === 0 ? html`<p>${t(language, "printers.no_kiosks")}</p>` : null}
    ${view.kiosks.map(
      (kiosk) => html`<p key=${kiosk.id} class="row" data-kiosk=${kiosk.id}><label>${kiosk.name} <select disabled=${busy} value=${kiosk.printer}
        onChange=${(/** @type {any} */ event) => act("printers/choose", { kiosk: kiosk.id, printer: event.currentTarget.value }, () => null)}>
        ${view.printers.map((one) => html`<option value=${one.id}>${printerName(one.id, language)}</option>`)}</select></label></p>`,
    )}</section>`;
}

/** @param {PageProps & {busy: boolean, act: Act}} props */
function Missing({ view, language, busy, act }) {
  const printed = (/** @type {any} */ answer) =>
    answer.printed ? { text: t(language, "printers.reprinted"), isBad: false } : { text: t(language, "printers.not_tried", { fault: t(language, `printer.${answer.fault}`) }), isBad: true };
  return html`<section class="card" data-list="not_printed"><h2>${t(language, "printers.not_printed", { n: view.not_printed.length })}</h2>
    ${view.not_printed.length === 0 ? html`<p>${t(language, "printers.all_printed")}</p>` : null}
    ${view.not_printed.length > 0
      ? html`<table class="words"><${Head} language=${language} group="printers" keys=${["ticket", "service", "at", "why", "again"]} /><tbody>${view.not_printed.map(
          (one) => html`<tr key=${one.ticket} data-code=${one.code}><td><strong>${one.code}</strong></td><td>${pick(one.service_name, language)}</td><td>${formatTime(one.at, view.time_zone)}</td>
            <td>${printerName(one.printer, language)}: ${t(language, `printer.${one.fault}`)}${one.certain ? "" : ` – ${t(language, "printers.perhaps")}`}</td>
            <td><button class="button" data-action="reprint" disabled=${busy} onClick=${() => act("reprint", { ticket: one.ticket }, printed)}>${t(language, "clerk.reprint")}</button></td></tr>`,
        )}</tbody></table>`
      : null}</section>`;
}

/** @param {PageProps} props */
export function Printers({ view, language }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState(/** @type {Said | null} */ (null));
  /** @type {Act} */
  const act = async (path, wish, sayOf) => {
    setBusy(true);
    setSaid(null);
    try {
      setSaid(sayOf(await post(`/api/manager/${path}`, { request_id: newRequestId(), ...wish })));
    } catch (error) {
      setSaid({ text: inWords(error, language), isBad: true });
    } finally {
      setBusy(false);
    }
  };
  return html`<div role="status" aria-live="polite">${said ? html`<p class=${`message ${said.isBad ? "bad" : "good"}`} data-said>${said.text}</p>` : null}</div>
    <${Machines} view=${view} language=${language} busy=${busy} act=${act} onDone=${(/** @type {string} */ text) => setSaid({ text, isBad: false })} />
    <${Missing} view=${view} language=${language} busy=${busy} act=${act} />
    <${Kiosks} view=${view} language=${language} busy=${busy} act=${act} />
    <${TicketLook} view=${view} language=${language} />`;
}
