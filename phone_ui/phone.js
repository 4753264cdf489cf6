// One citizen's own page: place, wait, and the call.
import { html, render, useEffect, useRef, useState } from "../shared_ui/html.js";
import { newRequestId, post } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/staff.js";
import { connectScreen } from "../shared_ui/socket.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { loadTexts, pick, t, tn } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").PhoneView} PhoneView */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/socket.js").Status} Status */

const token = location.pathname.split("/")[2] ?? "";
const language = navigator.language.startsWith("en") ? "en" : "vi";

/** @param {{view: PhoneView}} props */
function State({ view }) {
  if (view.state === "called") return html`<p class="called" role="alert" data-called=${view.counter}>${t(language, "phone.called", { n: view.counter ?? "" })}</p>`;
  if (view.state === "serving") return html`<p class="big">${t(language, "phone.serving", { n: view.counter ?? "" })}</p>`;
  if (view.state === "held") return html`<p class="big">${t(language, "phone.held")}</p>`;
  if (view.state === "ended") return html`<p class="big" data-outcome=${view.outcome}>${t(language, `phone.outcome.${view.outcome}`)}</p>`;
  return html`<p class="big" data-ahead=${view.ahead}>${view.ahead === 0 ? t(language, "phone.next") : tn(language, "phone.ahead", view.ahead ?? 0)}</p>
    ${view.wait ? html`<p>${t(language, "phone.wait", { low: view.wait.low, high: view.wait.high })}</p>` : null}`;
}

/** @param {{view: PhoneView, onChange: (view: PhoneView) => void}} props */
function GiveUp({ view, onChange }) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState("");
  if (view.state === "serving" || view.state === "ended") return null;
  const cancel = async () => {
    try {
      onChange(await post(`/api/phone/${token}/cancel`, { request_id: newRequestId() }));
    } catch (error) {
      setProblem(inWords(error, language));
    }
  };
  if (!asking) return html`<button class="button quiet" data-action="cancel" onClick=${() => setAsking(true)}>${t(language, "phone.cancel")}</button>`;
  return html`<p>${t(language, "phone.cancel_sure")}</p>${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    <button class="button danger" data-action="confirm" onClick=${cancel}>${t(language, "phone.cancel_yes")}</button>
    <button class="button" onClick=${() => setAsking(false)}>${t(language, "phone.keep")}</button>`;
}

function App() {
  const [view, setView] = useState(/** @type {PhoneView | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  const [refused, setRefused] = useState(/** @type {Refusal | null} */ (null));
  const calls = useRef(0);
  useEffect(() => {
    const line = connectScreen("/ws/phone", () => ({ token }), {
      onView: (/** @type {PhoneView} */ next) => {
        if (next.state === "called" && next.calls > calls.current) navigator.vibrate?.([400, 200, 400]);
        calls.current = next.calls;
        setView(next);
      },
      onStatus: setStatus,
      onRefused: setRefused,
    });
    return () => line.close();
  }, []);
  if (refused) return html`<main><p class="big">${pick(refused.text, language)}</p></main>`;
  if (!view) return html`<main><p>${t(language, "common.loading")}</p></main>`;
  return html`<${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} /><main lang=${language}>
    <p>${pick(view.office_name, language)}</p><p>${pick(view.service_name, language)}</p>
    <p class="code" data-code=${view.code}>${view.code}</p><${State} view=${view} /><${GiveUp} view=${view} onChange=${setView} /></main>`;
}

await loadTexts();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
