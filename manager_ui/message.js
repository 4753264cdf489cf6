// The manager's line on every wall: on a page of its own, and as a dialog of today.
import { html, useState } from "../shared_ui/html.js";
import { inWords } from "../shared_ui/errors.js";
import { pick, t } from "../shared_ui/texts.js";
import { useOnce } from "./once.js";

const LONGEST = 300;

/** @param {{view: import("../shared_ui/protocol").ManagerView, language: string}} props */
export const Present = ({ view, language }) => {
  const present = view.message.vi ? pick(view.message, language) : "";
  return html`<p class=${present ? "message warn" : "message"} data-present=${view.message.vi ?? ""}>${present ? t(language, "message.now", { text: present }) : t(language, "message.none")}</p>`;
};

/**
 * @param {{view: import("../shared_ui/protocol").ManagerView, language: string, onDone: (text: string) => void, children?: unknown}} props
 */
export function MessageForm({ view, language, onDone, children }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const once = useOnce();
  /** @param {{vi: string, en: string}} texts */
  const send = async (texts) => {
    setBusy(true);
    setProblem("");
    try {
      const answer = await once("/api/manager/message", texts);
      onDone(t(language, answer.is_shown ? "message.shown" : "message.cleared"));
    } catch (error) {
      setProblem(inWords(error, language));
    } finally {
      setBusy(false);
    }
  };
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    void send({ vi: String(form.get("vi")).trim(), en: String(form.get("en")).trim() });
  };
  return html`<form class="message-form" onSubmit=${submit}>
      <label>${t(language, "message.vi")}<textarea name="vi" rows="2" maxlength=${LONGEST} required defaultValue=${view.message.vi ?? ""}></textarea></label>
      <label>${t(language, "message.en")}<textarea name="en" rows="2" maxlength=${LONGEST} defaultValue=${view.message.en ?? ""}></textarea></label>
      ${problem ? html`<p class="message bad" role="alert" data-told="bad">${problem}</p>` : null}
      <span class="verbs">${children}<button type="button" class="button" data-action="clear" disabled=${busy || !view.message.vi} onClick=${() => send({ vi: "", en: "" })}>${t(language, "message.clear")}</button>
        <button class="button primary" data-action="show" disabled=${busy}>${t(language, "message.show")}</button></span>
    </form>`;
}

/** @param {import("./pages.js").PageProps} props */
export function Message({ view, language }) {
  const [told, setTold] = useState("");
  return html`<section class="card"><h2>${t(language, "manager.page.message")}</h2><p class="hint">${t(language, "message.how")}</p>
    <${Present} view=${view} language=${language} />
    <${MessageForm} view=${view} language=${language} onDone=${setTold} />
    ${told ? html`<p class="message good" role="status" data-told="good">${told}</p>` : null}</section>`;
}
