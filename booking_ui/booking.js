// A citizen books an appointment on a phone, or looks after one that was booked.
import { html, render, useEffect, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { assetsBase, languageName, loadTexts, pick, t } from "../shared_ui/texts.js";
import { Appointment } from "./appointment.js";
import { Booking } from "./choose.js";

/** @typedef {import("../shared_ui/protocol").BookingView} BookingView */
/** @typedef {import("../shared_ui/protocol").AppointmentView} AppointmentView */

const token = /^\/appointment\/([^/]+)/.exec(location.pathname)?.[1] ?? null;
const preferred = navigator.language.startsWith("vi") ? "vi" : "en";

/** @param {{view: BookingView | AppointmentView | null, language: string, onLanguage: (language: string) => void}} props */
function Header({ view, language, onLanguage }) {
  const others = (view?.languages ?? ["vi", "en"]).filter((one) => one !== language);
  return html`<header><span>${view ? pick(view.office_name, language) : ""}</span>${others.map(
    (one) => html`<button class="button quiet" lang=${one} data-language=${one} onClick=${() => onLanguage(one)}>${languageName(one)}</button>`,
  )}</header>`;
}

function App() {
  const [view, setView] = useState(/** @type {BookingView | AppointmentView | null} */ (null));
  const [language, setLanguage] = useState(preferred);
  const [problem, setProblem] = useState(/** @type {unknown} */ (null));
  const load = () => get(token ? `/api/appointment/${token}` : "/api/book").then(setView, setProblem);
  useEffect(() => {
    void load();
    if (!token) return;
    // Looked at again later, it may have been checked in or cancelled meanwhile.
    const look = () => void (document.visibilityState === "visible" && load());
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t(language, token ? "book.yours" : "book.title");
  }, [language]);
  const change = async (/** @type {string} */ next) => {
    await loadTexts(assetsBase, [next], "phone");
    setLanguage(next);
  };
  return html`<${Header} view=${view} language=${language} onLanguage=${change} />
    <main>${view && "code" in view ? html`<${Appointment} view=${view} language=${language} onChange=${setView} />` : null}
    ${view && "services" in view ? html`<${Booking} view=${view} language=${language} />` : null}
    ${!view && !problem ? html`<p>${t(language, "common.loading")}</p>` : null}
    ${!view && problem ? html`<p class="message warn" role="alert" data-problem>${inWords(problem, language)}</p>` : null}</main>`;
}

// A slow line: only the words that are needed now.
await loadTexts(assetsBase, [preferred], "phone");
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
