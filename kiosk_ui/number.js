// The number, as large as the screen: what counts, whether or not paper came out.
import { html } from "../shared_ui/html.js";
import { hasText, pick, t, tn } from "../shared_ui/texts.js";
import { waitInWords } from "../shared_ui/waits.js";
import { Sign } from "./calm.js";
import { DossierLine } from "./dossier.js";

/** @typedef {import("../shared_ui/protocol").TicketAnswer} TicketAnswer */
/** @typedef {import("../shared_ui/protocol").TicketTaken} TicketTaken */
/** @typedef {import("../shared_ui/protocol").Printed} Printed */

/**
 * @param {TicketTaken} taken
 * @param {string} language
 */
function placeLine(taken, language) {
  const ahead = taken.ahead === 0 ? t(language, "kiosk.nobody_ahead") : tn(language, "kiosk.ahead", taken.ahead);
  const wait = waitInWords(taken.wait, language);
  return wait ? `${ahead} · ${t(language, "kiosk.wait", { wait })}` : ahead;
}

/**
 * Whether paper came out; if none did, how the number is kept without.
 * @param {{paper: Printed, code: string, language: string}} props
 */
export function Paper({ paper, code, language }) {
  if (paper.printed) return html`<p class="paper message good" data-printed="true" data-say>${t(language, "kiosk.take_paper")}</p>`;
  const hasPrinter = paper.fault !== "printer_none";
  const fault = hasPrinter && paper.fault && hasText(`printer.${paper.fault}`) ? t(language, `printer.${paper.fault}`) : "";
  const why = fault ? t(language, "kiosk.printer_says", { fault }) : "";
  const ways = ["write", "scan", hasPrinter ? "ask" : "ask_to_write"];
  return html`<section class="paperless card" data-printed="false" data-fault=${paper.fault}>
    <h2 data-say><${Sign} name="paper" /><span>${why ? html`${why} ` : null}${t(language, "kiosk.not_printed")}</span></h2>
    <ol>${ways.map((way) => html`<li data-say data-keep=${way}>${t(language, `kiosk.keep.${way}`, { code })}</li>`)}</ol>
  </section>`;
}

/** @param {{answer: {taken: TicketTaken, paper: Printed, dossier?: import("../shared_ui/protocol").DossierAnswer | null}, language: string, onDone: () => void, children?: unknown}} props `children` instead of the paper */
export function TicketNumber({ answer, language, onDone, children }) {
  const { taken, paper } = answer;
  const token = taken.phone_path.split("/").pop();
  return html`<section class=${paper.printed ? "step number" : "step number without-paper"} role="status">
    <div class="told">
      <p data-say>${t(language, "kiosk.your_number")}</p>
      <p class="code" data-say data-code=${taken.code}>${taken.code}</p>
      <p class="name" data-say>${pick(taken.service_name, language)}</p>
      <p class="place" data-say>${placeLine(taken, language)}</p>
      ${answer.dossier ? html`<${DossierLine} dossier=${answer.dossier} language=${language} />` : null}
    </div>
    ${children ?? html`<${Paper} paper=${paper} code=${taken.code} language=${language} />`}
    <figure>
      <img src=${`/qr/${token}.svg`} alt="" />
      <figcaption>${t(language, "kiosk.qr")}</figcaption>
    </figure>
    <button class="button primary done" data-action="restart" data-first data-digit="1" onClick=${onDone}>${t(language, "kiosk.done")}</button>
  </section>`;
}
