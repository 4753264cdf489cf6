// The number, as large as the screen: what counts, whether or not paper came out.
import { html } from "../shared_ui/html.js";
import { pick, t, tn } from "../shared_ui/texts.js";
import { waitInWords } from "../shared_ui/waits.js";

/** @typedef {import("../shared_ui/protocol").TicketAnswer} TicketAnswer */
/** @typedef {import("../shared_ui/protocol").TicketTaken} TicketTaken */

/**
 * @param {TicketTaken} taken
 * @param {string} language
 */
function placeLine(taken, language) {
  const ahead = taken.ahead === 0 ? t(language, "kiosk.nobody_ahead") : tn(language, "kiosk.ahead", taken.ahead);
  const wait = waitInWords(taken.wait, language);
  return wait ? `${ahead} · ${t(language, "kiosk.wait", { wait })}` : ahead;
}

/** @param {{printed: boolean, language: string}} props */
const Paper = ({ printed, language }) =>
  html`<p class=${printed ? "paper message good" : "paper message warn"} data-printed=${printed}>${t(language, printed ? "kiosk.take_paper" : "kiosk.not_printed")}</p>`;

/** @param {{answer: TicketAnswer, language: string, onDone: () => void}} props */
export function TicketNumber({ answer, language, onDone }) {
  const { taken, paper } = answer;
  const token = taken.phone_path.split("/").pop();
  return html`<section class="step number" role="status">
    <div class="told">
      <p>${t(language, "kiosk.your_number")}</p>
      <p class="code" data-code=${taken.code}>${taken.code}</p>
      <p class="name">${pick(taken.service_name, language)}</p>
      <p class="place">${placeLine(taken, language)}</p>
    </div>
    <${Paper} printed=${paper.printed} language=${language} />
    <figure>
      <img src=${`/qr/${token}.svg`} alt="" />
      <figcaption>${t(language, "kiosk.qr")}</figcaption>
    </figure>
    <button class="button primary done" data-action="restart" data-first onClick=${onDone}>${t(language, "kiosk.done")}</button>
  </section>`;
}
