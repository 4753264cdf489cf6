// Collecting a result: the dossier's code by scanner or keys, and whether the result is ready. It is nobody's duty.
import { html } from "../shared_ui/html.js";
import { post } from "../shared_ui/api.js";
import { t } from "../shared_ui/texts.js";
import { OnScreenKeyboard } from "./onscreen_keyboard.js";

/** @typedef {import("../shared_ui/protocol").DossierAnswer} DossierAnswer */

const CODE = /^[A-Za-z0-9][A-Za-z0-9./_-]{3,39}$/; // as the server takes it

/**
 * The code in what was scanned or typed, or null: a receipt's QR code may hold more than the code, parted by bars.
 * @param {string} text
 * @returns {string | null}
 */
export function dossierCode(text) {
  const code = (text.split("|")[0] ?? "").trim().toUpperCase();
  // An identity number is no dossier's code, however it came here: it must not be kept as one.
  return CODE.test(code) && !/^([0-9]{9}|[0-9]{12})$/.test(code) ? code : null;
}

/**
 * Ask whether the result is ready. Whatever goes wrong, the code is taken and the answer is not known.
 * @param {string} code
 * @param {string | null} token
 * @returns {Promise<DossierAnswer>}
 */
export async function askDossier(code, token) {
  try {
    return await post("/api/kiosk/dossiers", { code }, { token, attempts: 1 });
  } catch (error) {
    console.warn("dossier", error instanceof Error ? error.name : error);
    return { code, state: "unknown", expected: null };
  }
}

/**
 * @param {DossierAnswer} dossier
 * @param {string} language
 */
function stateLine(dossier, language) {
  if (dossier.state === "ready") return t(language, "kiosk.dossier.ready");
  if (dossier.state === "unknown") return t(language, "kiosk.dossier.noted");
  if (!dossier.expected) return t(language, "kiosk.dossier.not_ready");
  return t(language, "kiosk.dossier.expected", { day: dossier.expected.split("-").reverse().join("/") });
}

/** @param {{dossier: DossierAnswer, language: string}} props */
export const DossierLine = ({ dossier, language }) =>
  html`<p class=${`message ${dossier.state === "not_ready" ? "warn" : "good"}`} data-dossier=${dossier.state} data-say>
    <strong>${dossier.code}</strong> · ${stateLine(dossier, language)}</p>`;

/** @param {{text: string, language: string, onText: (text: string) => void, onDone: () => void, onBack: () => void}} props */
export function DossierStep({ text, language, onText, onDone, onBack }) {
  const isCode = dossierCode(text) !== null;
  return html`<section class="step services">
    <div class="ask">
      <button class="button back" data-action="dossier_back" onClick=${onBack}>← ${t(language, "kiosk.back")}</button>
      <label class="search"><span class="hidden">${t(language, "kiosk.dossier.code")}</span>
        <input data-dossier-code data-first inputmode="none" autocomplete="off" spellcheck=${false} maxlength="40" placeholder=${t(language, "kiosk.dossier.code")} value=${text}
          onInput=${(/** @type {{currentTarget: HTMLInputElement}} */ event) => onText(event.currentTarget.value)} /></label>
      <button class="button primary" data-action="dossier_done" disabled=${!isCode} onClick=${onDone}>${t(language, "kiosk.dossier.done")}</button>
    </div>
    <p class="hint" data-say>${t(language, "kiosk.dossier.how")}</p>
    <${OnScreenKeyboard} text=${text} language=${language} onText=${onText} code />
  </section>`;
}
