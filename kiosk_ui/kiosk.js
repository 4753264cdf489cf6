// The kiosk: services, then priority once, then the number. Two taps for the common case.
import { html, render, useEffect, useState } from "../shared_ui/html.js";
import { formatTime, useNow } from "../shared_ui/clock.js";
import { connectScreen } from "../shared_ui/socket.js";
import { deviceToken, returnToPairing } from "../shared_ui/device.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { assetsBase, hasText, loadTexts, pick, t } from "../shared_ui/texts.js";
import { AppointmentButton, AppointmentNote, AppointmentStep } from "./appointment.js";
import { Calm, Refused } from "./calm.js";
import { Choice } from "./choice.js";
import { dossierCode, DossierStep } from "./dossier.js";
import { useGuide } from "./guide.js";
import { steerByKeyboard } from "./keyboard.js";
import { Languages, LanguageButtons } from "./languages.js";
import { lockDown } from "./lockdown.js";
import { ModeButtons, useModes } from "./modes.js";
import { More } from "./more.js";
import { TicketNumber } from "./number.js";
import { StillThere, useQuiet } from "./quiet.js";
import { Services } from "./services.js";
import { measureScreen } from "./size.js";
import { useScans } from "./scans.js";
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

const hands = { onEscape: () => {}, onStar: () => {} };

/** @param {{timeZone: string}} props */
const Clock = ({ timeZone }) => html`<time>${formatTime(new Date(useNow(1000)), timeZone)}</time>`;

/** @param {{view: KioskView, language: string}} props */
const Header = ({ view, language }) => html`<header><h1>${pick(view.office_name, language)}</h1><${Clock} timeZone=${view.time_zone} /></header>`;

/** @param {{view: KioskView, language: string, children: unknown}} props */
function Footer({ view, language, children }) {
  return html`<footer><p class="notice">${pick(view.notice, language)}</p><div class="tools" role="toolbar" aria-label=${t(language, "kiosk.tools")}>${children}</div></footer>`;
}

/** @param {{language: string, onClick: () => void, text: string, quiet?: boolean}} props */
const Next = ({ language, onClick, text, quiet = false }) =>
  html`<button class=${quiet ? "button" : "button primary"} data-action=${text} data-first=${!quiet || undefined} data-digit=${quiet ? "0" : "1"} onClick=${onClick}>${t(language, `kiosk.${text}`)}</button>`;

/** @param {StepProps & {service: KioskService}} props */
function ServiceStep({ view, language, visit, service }) {
  if (service.refusal && visit.step.at !== "taking")
    return html`<${Refused} refusal=${service.refusal} view=${view} language=${language}><${Next} language=${language} text="other_service" onClick=${visit.back} /><//>`;
  const { step } = visit;
  if (step.at === "dossier")
    return html`<${DossierStep} text=${step.text} language=${language} onText=${(/** @type {string} */ text) => visit.writeDossier(service.id, text)}
      onBack=${() => visit.pick(service.id)} onDone=${() => {
        const code = dossierCode(step.text);
        visit.pick(service.id);
        if (code) void visit.showDossier(code);
      }} />`;
  return html`<${Choice}
    service=${service} view=${view} shown=${visit} language=${language} busy=${visit.step.at === "taking"} onBack=${visit.back}
    onChoose=${(/** @type {string | null} */ priority) => visit.choose(service.id, priority)} onDossier=${() => visit.writeDossier(service.id, visit.dossier?.code ?? "")} />`;
}

/** @param {StepProps} props */
function Unanswered({ language, visit }) {
  const step = visit.step;
  if (step.at !== "unanswered") return null;
  return html`<${Calm} sign="away" code="unanswered" title=${t(language, "kiosk.calm.unknown_outcome")} text=${t(language, "kiosk.unknown_outcome")}>
    <${Next} language=${language} text="ask_again" onClick=${() => visit.send(step.request)} />
    <${Next} language=${language} text="restart" quiet onClick=${visit.restart} />
  <//>`;
}

/**
 * Said before a service is chosen, so that nobody is surprised at the end; a number can be had all the same.
 * @param {{fault: string, language: string, onTake: () => void, children?: unknown}} props
 */
const Paperless = ({ fault, language, onTake, children }) => html`<${Calm} sign="paper" code="printer" title=${t(language, "kiosk.calm.printer")}
    text=${t(language, "kiosk.paperless", { fault: t(language, hasText(`printer.${fault}`) ? `printer.${fault}` : "printer.printer_fault") })} todo=${t(language, "kiosk.todo.printer")}>
    <${Next} language=${language} text="take_without_paper" onClick=${onTake} />${children}
  <//>`;

// What is under way or was answered stays on the screen when the line breaks.
const STAYS = new Set(["taking", "checking_in", "number", "unanswered", "refused"]);

/**
 * @param {Status} status
 * @param {Visit["step"]} step
 */
const isAway = (status, step) => status.state === "lost" && !STAYS.has(step.at);

/** @param {{language: string}} props */
const Away = ({ language }) => html`<${Calm} sign="away" title=${t(language, "kiosk.calm.away")} text=${t(language, "kiosk.away")} todo=${t(language, "kiosk.todo.away")} />`;

/** @param {StepProps} props */
function Step(props) {
  const { view, status, language, visit } = props;
  const step = visit.step;
  if (step.at === "number") {
    const { answer, key } = step;
    return html`<${TicketNumber} answer=${answer} language=${language} onDone=${visit.restart}>${
      "slot" in answer ? html`<${AppointmentNote} answer=${answer} language=${language} timeZone=${view.time_zone} onReprint=${() => visit.checkIn(key ?? "", true)} />` : null
    }<//>`;
  }
  if (step.at === "checking_in") return html`<${Calm} sign="clock" text=${t(language, "kiosk.appointment_asking")} />`;
  if (step.at === "unanswered") return html`<${Unanswered} ...${props} />`;
  if (step.at === "refused") return html`<${Refused} refusal=${step.refusal} view=${view} language=${language}>
    ${step.refusal.code === "unknown_appointment" ? html`<${Next} language=${language} text="try_code_again" onClick=${() => visit.writeAppointment("")} />` : null}
    <${Next} language=${language} text="restart" quiet=${step.refusal.code === "unknown_appointment"} onClick=${visit.restart} /><//>`;
  // Cut off, a kiosk can give no number: it says so instead of letting people try.
  if (isAway(status, step)) return html`<${Away} language=${language} />`;
  if (step.at === "appointment")
    return html`<${AppointmentStep} text=${step.text} language=${language} onText=${visit.writeAppointment} onDone=${visit.checkIn} onBack=${visit.restart} />`;
  // A promised number is given outside the issuing hours, too.
  const appointment = view.appointments ? html`<${AppointmentButton} language=${language} onClick=${() => visit.writeAppointment("")} />` : null;
  const service = step.at === "services" ? undefined : view.services.find((one) => one.id === step.service);
  if (service && (step.at === "taking" || !view.refusal)) return html`<${ServiceStep} ...${props} service=${service} />`;
  if (view.refusal) return html`<${Refused} refusal=${view.refusal} view=${view} language=${language}>${appointment}<//>`;
  if (view.services.length === 0) return html`<${Calm} sign="closed" code="no_services" title=${t(language, "kiosk.calm.no_services")} text=${t(language, "kiosk.no_services")} />`;
  if (step.at !== "services") return null;
  if (view.printer_fault && visit.isAtStart) return html`<${Paperless} fault=${view.printer_fault} language=${language} onTake=${visit.back}>${appointment}<//>`;
  return html`<${Services} services=${view.services} group=${step.group} search=${step.search} language=${language}
    onPick=${visit.pick} onGroup=${visit.openGroup} onSearch=${visit.search}>${appointment}<//>`;
}

/**
 * Hook: the language of this visit; the next one starts in the office's own.
 * @param {KioskView} view
 */
function useLanguage(view) {
  const codes = view.languages.map((one) => one.code);
  const usual = codes[0] ?? "vi";
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const [choosing, setChoosing] = useState(false);
  const language = chosen ?? usual;
  useEffect(() => void loadTexts(assetsBase, [...codes, "vi", "en"]), [codes.join()]);
  useEffect(() => void (document.documentElement.lang = language), [language]);
  /** @param {string | null} code */
  const choose = (code) => {
    setChosen(code);
    setChoosing(false);
  };
  return { language, isChosen: chosen !== null, choose, choosing, setChoosing, isSpoken: view.languages.some((one) => one.code === language && one.is_spoken) };
}

/** @param {{view: KioskView, status: Status}} props */
function Kiosk({ view, status }) {
  const words = useLanguage(view);
  const { language } = words;
  const { modes, toggle, reset } = useModes();
  const startAgain = () => {
    words.choose(null);
    reset();
  };
  const visit = useVisit({ token, language, onRestart: startAgain });
  useScans(view, visit);
  const { step } = visit;
  const isFresh = visit.isUntouched && modes.size === 0 && !words.isChosen && !words.choosing;
  const left = useQuiet(quietSeconds, step.at !== "taking" && step.at !== "checking_in" && !isFresh, visit.restart, step);
  hands.onEscape = visit.restart;
  hands.onStar = () => toggle("spoken");
  const isPaperless = step.at === "services" && visit.isAtStart && view.printer_fault !== null;
  const shown = words.choosing ? "languages" : step.at === "taking" ? "choice" : isPaperless ? "printer" : step.at;
  const inside = step.at === "services" ? (step.group ?? (step.search ? "search" : "")) : "";
  useGuide({ spoken: modes.has("spoken") && words.isSpoken, language, token, step: `${shown} ${inside} ${left === null}` });
  return html`<${Header} view=${view} language=${language} />
    ${isAway(status, step) ? null : html`<${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} />`}
    <main key=${shown}>${
      words.choosing
        ? html`<${Languages} languages=${view.languages} language=${language} onPick=${words.choose} />`
        : html`<${Step} view=${view} status=${status} language=${language} visit=${visit} />`
    }</main>
    ${visit.hint ? html`<p class="message warn scan-hint" role="alert" data-hint>${t(language, visit.hint)}</p>` : null}
    <${More} language=${language} />
    <${Footer} view=${view} language=${language}>
      <${ModeButtons} modes=${modes} language=${language} canSpeak=${words.isSpoken} onToggle=${toggle} />
      <${LanguageButtons} languages=${view.languages} language=${language} onPick=${words.choose} onOpen=${() => words.setChoosing(!words.choosing)} />
    <//>
    ${left === null ? null : html`<${StillThere} left=${left} language=${language} />`}`;
}

/** @param {{refusal: Refusal | null}} props */
function NotPaired({ refusal }) {
  const why = (/** @type {string} */ language) => (refusal ? pick(refusal.text, language) : t(language, "common.not_paired"));
  return html`<main><section class="calm" role="status">
    <h1>${t("vi", "index.kiosk")}</h1><p>${why("vi")}</p><p class="small">${t("vi", "common.not_paired_how")}</p>
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
  return html`<main>${status.state === "lost" ? html`<${Away} language="vi" />` : html`<${Calm} sign="clock" text=${t("vi", "common.loading")} />`}</main>`;
}

lockDown();
measureScreen();
steerByKeyboard(hands); // before anything can be seen: no first key is lost
await loadTexts();
render(html`<${App} />`, screen);
