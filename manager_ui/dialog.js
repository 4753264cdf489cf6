// A dialog of the manager: a few fields, then yes or no; a refusal stays in it, in words.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { newRequestId, post, RefusedError } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { t } from "../shared_ui/texts.js";

/**
 * Sends what `body` makes of the form to `path`, under one request id however often it is tried.
 * @param {{name: string, title: string, path: string, confirm: string, language: string, danger?: boolean, isBlocked?: boolean,
 *   body: (form: FormData) => object, onDone: (answer: any) => void, onClose: () => void, children?: unknown}} props
 */
export function CommandDialog({ name, title, path, confirm, language, danger = false, isBlocked = false, body, onDone, onClose, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const requestId = useRef(newRequestId());
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => element.current?.showModal(), []);
  /** @param {SubmitEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const answer = await post(path, { ...body(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget))), request_id: requestId.current });
      element.current?.close();
      onDone(answer);
    } catch (error) {
      setProblem(inWords(error, language));
      // What was refused is another wish when it is changed and sent again; what got no answer is the same one.
      if (error instanceof RefusedError) requestId.current = newRequestId();
    } finally {
      setBusy(false);
    }
  };
  return html`<dialog ref=${element} data-dialog=${name} aria-label=${title} onClose=${onClose}><form onSubmit=${submit}><h2>${title}</h2>${children}
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    <div class="buttons"><button type="button" class="button" data-action="dismiss" onClick=${() => element.current?.close()}>${t(language, "common.cancel")}</button>
      <button class=${`button ${danger ? "danger" : "primary"}`} data-action="confirm" disabled=${busy || isBlocked}>${confirm}</button></div></form></dialog>`;
}

/**
 * A dialog around a form that has its own verbs.
 * @param {{name: string, title: string, onClose: () => void, children?: unknown}} props
 */
export function Sheet({ name, title, onClose, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => element.current?.showModal(), []);
  return html`<dialog ref=${element} class="sheet" data-dialog=${name} aria-label=${title} onClose=${onClose}><h2>${title}</h2>${children}</dialog>`;
}

/** @param {{language: string}} props */
export const Reason = ({ language }) => html`<label>${t(language, "today.reason")}<input name="reason" minlength="3" maxlength="200" required autocomplete="off" />
  <small>${t(language, "today.reason_hint")}</small></label>`;
