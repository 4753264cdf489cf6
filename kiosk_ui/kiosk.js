// The kiosk: services, then priority once, then the number. Two taps for the common case.
import { html, render, useEffect, useState } from "../shared_ui/html.js";
import { formatTime, useNow } from "../shared_ui/clock.js";
import { connectScreen } from "../shared_ui/socket.js";
import { deviceToken, returnToPairing } from "../shared_ui/device.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { assetsBase, languageName, loadTexts, pick, t } from "../shared_ui/texts.js";
import { Calm, Refused } from "./calm.js";
import { Choice } from "./choice.js";
import { lockDown } from "./lockdown.js";
import { More } from "./more.js";
import { TicketNumber } from "./number.js";
import { Services } from "./services.js";
import { useVisit } from "./visit.js";

/** @typedef {import("../shared_ui/protocol").KioskView} KioskView */
/** @typedef {import("../shared_ui/protocol").KioskService} KioskService */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/socket.js").Status} Status */
/** @typedef {ReturnType<typeof useVisit>} Visit */
/** @typedef {{view: KioskView, status: Status, language: string, visit: Visit}} StepProps */

const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
const quietSeconds = Number(screen.dataset.quietSeconds);
const token = deviceToken("xephang.kiosk.token");

/** @param {{timeZone: string}} props */
const Clock = ({ timeZone }) => html`<time>${formatTime(new Date(useNow(1000)), timeZone)}</time>`;

/** @param {{view: KioskView, language: string, onPick: (language: string) => void}} props */
function Header({ view, language, onPick }) {
  const others = view.languages.filter((one) => one !== language);
  return html`<header>
    <h1>${pick(view.office_name, language)}</h1>
    <${Clock} timeZone=${view.time_zone} />
    <nav aria-label=${t(language, "kiosk.language")}>${others.map(
      (one) => html`<button class="button" lang=${one} data-language=${one} onClick=${() => onPick(one)}>${languageName(one)}</button>`,
    )}</nav>
  </header>`;
}

/** @param {{view: KioskView, language: string}} props */
function Footer({ view, language }) {
  const fault = view.printer_fault ? html`<p class="message warn" data-printer-fault>${t(language, "kiosk.printer_fault")}</p>` : null;
  return html`<footer>${fault}<p>${pick(view.notice, language)}</p></footer>`;
}

/** @param {{language: string, onClick: () => void, text: string, quiet?: boolean}} props */
const Next = ({ language, onClick, text, quiet = false }) =>
  html`<button class=${quiet ? "button" : "button primary"} data-action=${text} data-first=${!quiet} onClick=${onClick}>${t(language, `kiosk.${text}`)}</button>`;

/** @param {StepProps & {service: KioskService}} props */
function ServiceStep({ view, language, visit, service }) {
  if (service.refusal && visit.step.at !== "taking")
    return html`<${Refused} refusal=${service.refusal} language=${language}><${Next} language=${language} text="other_service" onClick=${visit.restart} /><//>`;
  return html`<${Choice}
    service=${service} priorities=${view.priorities} language=${language} busy=${visit.step.at === "taking"}
    onChoose=${(/** @type {string | null} */ priority) => visit.choose(service.id, priority)} onBack=${visit.restart} />`;
}

/** @param {StepProps} props */
function Unanswered({ language, visit }) {
  const step = visit.step;
  if (step.at !== "unanswered") return null;
  return html`<${Calm} text=${t(language, "kiosk.unknown_outcome")}>
    <${Next} language=${language} text="ask_again" onClick=${() => visit.send(step.request)} />
    <${Next} language=${language} text="restart" quiet onClick=${visit.restart} />
  <//>`;
}

/** @param {StepProps} props */
function Step(props) {
  const { view, status, language, visit } = props;
  const step = visit.step;
  if (step.at === "number") return html`<${TicketNumber} answer=${step.answer} language=${language} onDone=${visit.restart} />`;
  if (step.at === "unanswered") return html`<${Unanswered} ...${props} />`;
  if (step.at === "refused") return html`<${Refused} refusal=${step.refusal} language=${language}><${Next} language=${language} text="restart" onClick=${visit.restart} /><//>`;
  // Cut off, a kiosk can give no number: it says so instead of letting people try.
  if (status.state === "lost" && step.at !== "taking") return html`<${Calm} text=${t(language, "kiosk.away")} />`;
  const service = step.at === "services" ? undefined : view.services.find((one) => one.id === step.service);
  if (service && (step.at === "taking" || !view.refusal)) return html`<${ServiceStep} ...${props} service=${service} />`;
  if (view.refusal) return html`<${Refused} refusal=${view.refusal} language=${language} />`;
  if (view.services.length === 0) return html`<${Calm} text=${t(language, "kiosk.no_services")} />`;
  return html`<${Services} services=${view.services} language=${language} onPick=${visit.pick} />`;
}

/** @param {{view: KioskView, status: Status}} props */
function Kiosk({ view, status }) {
  const usual = view.languages[0] ?? "vi";
  const [language, setLanguage] = useState(usual);
  const visit = useVisit({ token, language, quietSeconds, onRestart: () => setLanguage(usual) });
  useEffect(() => void loadTexts(assetsBase, view.languages), [view.languages.join()]);
  useEffect(() => void (document.documentElement.lang = language), [language]);
  return html`<${Header} view=${view} language=${language} onPick=${setLanguage} />
    <${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} />
    <main key=${visit.step.at === "taking" ? "choice" : visit.step.at}><${Step} view=${view} status=${status} language=${language} visit=${visit} /></main>
    <${More} language=${language} />
    <${Footer} view=${view} language=${language} />`;
}

/** @param {{refusal: Refusal | null}} props */
function NotPaired({ refusal }) {
  const why = (/** @type {string} */ language) => (refusal ? pick(refusal.text, language) : t(language, "common.not_paired"));
  return html`<main><section class="calm" role="status">
    <p>${why("vi")}</p><p class="small">${t("vi", "common.not_paired_how")}</p>
    <p lang="en">${why("en")}</p><p class="small" lang="en">${t("en", "common.not_paired_how")}</p>
  </section></main>`;
}

function App() {
  const [view, setView] = useState(/** @type {KioskView | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  const [refused, setRefused] = useState(/** @type {Refusal | null} */ (null));
  useEffect(() => {
    if (!token) return;
    const line = connectScreen("/ws/kiosk", () => ({ token, name: "kiosk" }), {
      onView: (/** @type {KioskView} */ next) => {
        setRefused(null);
        setView(next);
      },
      onStatus: setStatus,
      onRefused: (refusal) => {
        setRefused(refusal);
        returnToPairing(token);
      },
    });
    return () => line.close();
  }, []);
  if (!token || refused) return html`<${NotPaired} refusal=${refused} />`;
  if (view) return html`<${Kiosk} view=${view} status=${status} />`;
  return html`<main><${Calm} text=${t("vi", status.state === "lost" ? "kiosk.away" : "common.loading")} /></main>`;
}

lockDown();
await loadTexts();
render(html`<${App} />`, screen);
