// The kiosk: services, then priority once, then the number. Two taps for the common case.
import { html, render, useEffect, useState } from "../shared_ui/html.js";
import { connectScreen } from "../shared_ui/socket.js";
import { newRequestId, OfflineError, post, RefusedError } from "../shared_ui/api.js";
import { deviceToken } from "../shared_ui/device.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { languageName, loadTexts, pick, t } from "../shared_ui/texts.js";
import { Choice } from "./choice.js";
import { Services } from "./services.js";
import { Number } from "./number.js";

/** @typedef {import("../shared_ui/protocol").KioskView} KioskView */
/** @typedef {import("../shared_ui/protocol").KioskService} KioskService */
/** @typedef {import("../shared_ui/protocol").TicketAnswer} TicketAnswer */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/socket.js").Status} Status */

const QUIET_MS = 30000;
const token = deviceToken("xephang.kiosk.token");

/** @param {{children: unknown}} props */
const Calm = ({ children }) => html`<div class="calm" role="status">${children}</div>`;

/** @param {{view: KioskView, language: string, onPick: (language: string) => void}} props */
function Header({ view, language, onPick }) {
  return html`<header>
    <h1>${pick(view.office_name, language)}</h1>
    <nav class="languages">${view.languages.map(
      (one) => html`<button class="button" lang=${one} aria-pressed=${one === language} onClick=${() => onPick(one)}>${languageName(one)}</button>`,
    )}</nav>
  </header>`;
}

/**
 * Ask for a number; the answer, or why not in words.
 * @param {KioskService} service
 * @param {string | null} priority
 * @param {string} language
 * @param {string} requestId
 * @returns {Promise<TicketAnswer>}
 */
const take = (service, priority, language, requestId) =>
  post("/api/kiosk/tickets", { service: service.id, priority, language, request_id: requestId }, { token });

/** @param {{view: KioskView, language: string, setLanguage: (language: string) => void}} props */
function Kiosk({ view, language, setLanguage }) {
  const [service, setService] = useState(/** @type {KioskService | null} */ (null));
  const [answer, setAnswer] = useState(/** @type {TicketAnswer | null} */ (null));
  const [problem, setProblem] = useState(/** @type {string | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [touched, setTouched] = useState(0);

  const restart = () => {
    setService(null);
    setAnswer(null);
    setProblem(null);
    setLanguage(view.languages[0] ?? "vi");
  };
  useEffect(() => {
    const timer = setTimeout(restart, QUIET_MS);
    const escape = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && restart();
    addEventListener("keydown", escape);
    return () => {
      clearTimeout(timer);
      removeEventListener("keydown", escape);
    };
  }, [service, answer, problem, touched]);

  /** @param {string | null} priority */
  const choose = async (priority) => {
    if (busy || !service) return;
    setBusy(true);
    try {
      setAnswer(await take(service, priority, language, newRequestId()));
    } catch (error) {
      if (error instanceof RefusedError) setProblem(pick(error.refusal.text, language));
      else if (error instanceof OfflineError) setProblem(t(language, "kiosk.unknown_outcome"));
      else throw error;
    } finally {
      setBusy(false);
    }
  };

  const again = html`<button class="button primary" data-action="restart" onClick=${restart}>${t(language, "kiosk.done")}</button>`;
  let body;
  if (problem) body = html`<${Calm}><p>${problem}</p>${again}<//>`;
  else if (answer) body = html`<${Number} answer=${answer} language=${language} />${again}`;
  else if (view.refusal) body = html`<${Calm}><p data-refusal=${view.refusal.code}>${pick(view.refusal.text, language)}</p><//>`;
  else if (service) body = html`<${Choice} service=${service} priorities=${view.priorities} language=${language} busy=${busy} onChoose=${choose} onBack=${restart} />`;
  else body = html`<${Services} services=${view.services} language=${language} onPick=${setService} />`;
  return html`<main lang=${language} onPointerDown=${() => setTouched(touched + 1)}>
    <${Header} view=${view} language=${language} onPick=${setLanguage} />${body}
    <footer>${view.printer_fault ? html`<p class="message warn">${t(language, "kiosk.printer_fault")}</p>` : null}${pick(view.notice, language)}</footer>
  </main>`;
}

function App() {
  const [view, setView] = useState(/** @type {KioskView | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  const [refused, setRefused] = useState(/** @type {Refusal | null} */ (null));
  const [language, setLanguage] = useState("vi");
  useEffect(() => {
    const line = connectScreen("/ws/kiosk", () => ({ token }), {
      onView: (/** @type {KioskView} */ next) => {
        setRefused(null);
        setView(next);
      },
      onStatus: setStatus,
      onRefused: setRefused,
    });
    return () => line.close();
  }, []);
  if (refused) return html`<${Calm}><p>${pick(refused.text, language)}</p><p>${t(language, "common.not_paired_how")}</p><//>`;
  if (!view) return html`<${Calm}><p>${t(language, "common.loading")}</p><//>`;
  // Cut off, a kiosk can give no number: it says so instead of letting people try.
  if (status.state === "lost") return html`<main><${ConnectionBar} status=${status} language=${language} /><${Calm}><p>${t(language, "kiosk.away")}</p><//></main>`;
  return html`<${Kiosk} view=${view} language=${language} setLanguage=${setLanguage} />`;
}

document.addEventListener("contextmenu", (event) => event.preventDefault());
await loadTexts();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
