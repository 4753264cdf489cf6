// A wish that cannot be undone is asked about first; the harmless answer has the focus.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { newRequestId, post } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";

/** @typedef {import("../shared_ui/protocol").PhoneView} PhoneView */
/**
 * `wish` is the last part of the command's address; `onAsk` hears which wish is being asked about, "" for none.
 * @typedef {{wish: string, isAsked: boolean, token: string, language: string, label: string, question: string, no: string, yes: string,
 *   onAsk: (wish: string) => void, onChange: (view: PhoneView) => void}} Props
 */

/** @param {Props} props */
export function Ask({ wish, isAsked, token, language, label, question, no, yes, onAsk, onChange }) {
  const requestId = useRef(""); // one for each question, however often "yes" is pressed
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const safe = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    safe.current?.focus();
    safe.current?.parentElement?.scrollIntoView({ block: "nearest" });
  }, [isAsked]);
  const ask = () => {
    requestId.current = newRequestId();
    setProblem("");
    onAsk(wish);
  };
  const send = async () => {
    setBusy(true);
    try {
      onChange(await post(`/api/phone/${token}/${wish}`, { request_id: requestId.current }));
      onAsk("");
    } catch (error) {
      setProblem(inWords(error, language));
    } finally {
      setBusy(false);
    }
  };
  const grave = wish === "cancel" ? "danger" : "";
  if (!isAsked) return html`<button class=${`button quiet ${grave}`} data-action=${wish} onClick=${ask}>${label}</button>`;
  return html`<section class=${`card sure ${grave}`} role="alertdialog" aria-labelledby="sure">
    <p id="sure">${question}</p>
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    <button class="button primary" data-action="keep" ref=${safe} disabled=${busy} onClick=${() => onAsk("")}>${no}</button>
    <button class=${`button ${grave}`} data-action="confirm" disabled=${busy} onClick=${send}>${yes}</button>
  </section>`;
}
