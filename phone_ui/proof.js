// After the visit: who was called before this number, and when each of them had come.
import { html, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { formatTime } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").QueueProof} QueueProof */

/** @param {{proof: QueueProof, timeZone: string, language: string}} props */
function Proof({ proof, timeZone, language }) {
  /** @param {string} at */
  const time = (at) => formatTime(at, timeZone);
  const later = proof.called_before.filter((one) => one.is_later).length;
  return html`<section class="proof" data-proof="shown" aria-live="polite"><h2>${t(language, "phone.proof_title")}</h2>
    <p>${t(language, "phone.proof_own", { came: time(proof.came_at), called: time(proof.called_at) })}</p>
    ${proof.called_before.length === 0 ? html`<p>${t(language, "phone.proof_nobody")}</p>` : null}
    ${proof.called_before.length > 0
      ? html`<table><thead><tr><th scope="col">${t(language, "phone.proof_code")}</th><th scope="col">${t(language, "phone.proof_came")}</th><th scope="col">${t(language, "phone.proof_called")}</th></tr></thead>
        <tbody>${proof.called_before.map((one) => html`<tr data-code=${one.code} data-later=${String(one.is_later)}><td>${one.code}${one.is_later ? " *" : ""}</td><td>${time(one.came_at)}</td><td>${time(one.called_at)}</td></tr>`)}</tbody></table>`
      : null}
    ${later > 0 ? html`<p class="small">${t(language, "phone.proof_later")}</p>` : null}</section>`;
}

/** @param {{token: string, view: import("../shared_ui/protocol").PhoneView, language: string}} props */
export function ProofButton({ token, view, language }) {
  const [proof, setProof] = useState(/** @type {QueueProof | null} */ (null));
  const [problem, setProblem] = useState("");
  const show = () => get(`/api/phone/${token}/proof`).then(setProof, (error) => setProblem(inWords(error, language)));
  if (view.calls === 0) return null;
  if (proof) return html`<${Proof} proof=${proof} timeZone=${view.time_zone} language=${language} />`;
  return html`${problem ? html`<p class="message warn" role="alert">${problem}</p>` : null}<button class="button" data-action="proof" onClick=${show}>${t(language, "phone.proof")}</button>`;
}
