// Today's appointments: who is still to come, who is here, who is late.
import { html } from "../shared_ui/html.js";
import { formatTime } from "../shared_ui/clock.js";
import { pick, t } from "../shared_ui/texts.js";
import { Head } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").DeskAppointment} DeskAppointment */

/**
 * @param {DeskAppointment} one
 * @param {string} language
 */
const stateInWords = (one, language) => t(language, one.is_late ? "manager.appointments_late" : one.state === "booked" ? "manager.appointments_booked" : `book.state.${one.state}`);

/** @param {{name: string, value: number, label: string}} props */
const Count = ({ name, value, label }) => html`<dl class="card figure" data-figure=${name}><dt>${label}</dt><dd>${value}</dd></dl>`;

/** @param {import("./pages.js").PageProps} props */
export function Appointments({ view, language }) {
  const all = view.appointments;
  const late = all.filter((one) => one.is_late).length;
  const here = all.filter((one) => one.state === "checked_in").length;
  return html`<div class="figures">
      <${Count} name="appointments_booked" value=${all.length - late - here} label=${t(language, "manager.appointments_booked")} />
      <${Count} name="appointments_here" value=${here} label=${t(language, "manager.appointments_here")} />
      <${Count} name="appointments_late" value=${late} label=${t(language, "manager.appointments_late")} /></div>
    <section class="card"><h2>${t(language, "manager.appointments_title", { n: all.length })}</h2>
    ${all.length === 0 ? html`<p>${t(language, "manager.appointments_none")}</p>` : null}
    ${all.length > 0
      ? html`<table class="words"><${Head} language=${language} keys=${["slot", "service", "state", "code"]} /><tbody>${all.map(
          (one) => html`<tr data-slot=${formatTime(one.slot, view.time_zone)} data-state=${one.state}><td>${formatTime(one.slot, view.time_zone)}</td><td>${pick(one.service_name, language)}</td>
            <td>${stateInWords(one, language)}</td><td>${one.ticket_code ?? "–"}</td></tr>`,
        )}</tbody></table>`
      : null}</section>`;
}
