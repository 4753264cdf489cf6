// One's own password, for everybody who signs in.
import { html, useRef, useState } from "./html.js";
import { newRequestId, post } from "./api.js";
import { inWords } from "./errors.js";
import { t } from "./texts.js";

/** @param {{role: "clerk" | "manager", language: string}} props */
export function OwnPassword({ role, language }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [told, setTold] = useState({ text: "", isBad: false });
  const [busy, setBusy] = useState(false);
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const data = new FormData(form);
    setBusy(true);
    try {
      await post(`/api/${role}/password`, { request_id: newRequestId(), old: data.get("old"), new: data.get("new") });
      form.reset();
      setTold({ text: t(language, "password.changed"), isBad: false });
    } catch (error) {
      setTold({ text: inWords(error, language), isBad: true });
    } finally {
      setBusy(false);
    }
  };
  const open = () => {
    setTold({ text: "", isBad: false });
    dialog.current?.showModal();
  };
  return html`<button type="button" class="button quiet" data-action="own-password" onClick=${open}>${t(language, "password.change")}</button>
    <dialog ref=${dialog} class="card own-password" aria-labelledby="own-password"><form onSubmit=${submit}><h2 id="own-password">${t(language, "password.change")}</h2>
      <label>${t(language, "password.old")}<input name="old" type="password" required maxlength="256" autocomplete="current-password" /></label>
      <label>${t(language, "password.new")}<input name="new" type="password" required minlength="8" maxlength="256" autocomplete="new-password" /></label>
      <div role="status">${told.text ? html`<p class=${`message ${told.isBad ? "bad" : "good"}`}>${told.text}</p>` : null}</div>
      <p class="verbs"><button class="button primary" disabled=${busy} data-action="change-password">${t(language, "password.change")}</button>
        <button type="button" class="button quiet" onClick=${() => dialog.current?.close()}>${t(language, "common.close")}</button></p></form></dialog>`;
}
