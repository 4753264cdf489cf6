// The manager's line on every wall.
import { html, useState } from "../shared_ui/html.js";
import { newRequestId, post } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { t } from "../shared_ui/texts.js";

const LONGEST = 300;

/** @param {import("./pages.js").PageProps} props */
export function Message({ view, language }) {
  const [told, setTold] = useState({ text: "", isBad: false });
  /** @param {{vi: string, en: string}} texts */
  const send = async (texts) => {
    try {
      const answer = await post("/api/manager/message", { ...texts, request_id: newRequestId() });
      setTold({ text: t(language, answer.is_shown ? "message.shown" : "message.cleared"), isBad: false });
    } catch (error) {
      setTold({ text: inWords(error, language), isBad: true });
    }
  };
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    void send({ vi: String(form.get("vi")), en: String(form.get("en")) });
  };
  const present = view.message.vi;
  return html`<section class="card"><h2>${t(language, "manager.page.message")}</h2><p class="hint">${t(language, "message.how")}</p>
    <p class=${present ? "message warn" : "message"} data-present=${present ?? ""}>${present ? t(language, "message.now", { text: present }) : t(language, "message.none")}</p>
    <form class="message-form" onSubmit=${submit}>
      <label>${t(language, "message.vi")}<textarea name="vi" rows="2" maxlength=${LONGEST} defaultValue=${view.message.vi ?? ""}></textarea></label>
      <label>${t(language, "message.en")}<textarea name="en" rows="2" maxlength=${LONGEST} defaultValue=${view.message.en ?? ""}></textarea></label>
      <span class="verbs"><button class="button primary" data-action="show">${t(language, "message.show")}</button>
        <button type="button" class="button" data-action="clear" disabled=${!present} onClick=${() => send({ vi: "", en: "" })}>${t(language, "message.clear")}</button></span>
    </form>
    ${told.text ? html`<p class=${`message ${told.isBad ? "bad" : "good"}`} role="status" data-told=${told.isBad ? "bad" : "good"}>${told.text}</p>` : null}</section>`;
}
