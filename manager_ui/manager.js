// Today for the manager.
import { html, render, useEffect, useState } from "../shared_ui/html.js";
import { LanguageButton, staffLanguage } from "../shared_ui/language.js";
import { get, post } from "../shared_ui/api.js";
import { SignIn } from "../shared_ui/staff.js";
import { formatTime } from "../shared_ui/clock.js";
import { connectScreen } from "../shared_ui/socket.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { loadTexts, pick, t } from "../shared_ui/texts.js";
import { Counters, Figures, Latest, Services } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {import("../shared_ui/socket.js").Status} Status */

const language = staffLanguage;

/** @param {{onSignedOut: () => void}} props */
function Today({ onSignedOut }) {
  const [view, setView] = useState(/** @type {ManagerView | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  useEffect(() => {
    const line = connectScreen("/ws/manager", () => ({}), { onView: setView, onStatus: setStatus, onRefused: onSignedOut });
    return () => line.close();
  }, []);
  const signOut = async () => {
    await post("/api/manager/sign-out", {});
    onSignedOut();
  };
  if (!view) return html`<main class="sign-in"><p>${t(language, "common.loading")}</p></main>`;
  const faults = Object.values(view.printer_faults);
  return html`<${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} /><main>
    <header><h1>${pick(view.office_name, language)} – ${t(language, "manager.title")} ${view.business_day.split("-").reverse().join("/")}, ${formatTime(view.now, view.time_zone)}</h1>
      <span>${t(language, "manager.screens", { n: view.screens.length })}</span>
      <${LanguageButton} /><button class="button quiet" data-action="sign-out" onClick=${signOut}>${t(language, "common.sign_out")}</button></header>
    ${faults.map((fault) => html`<p class="message warn">${t(language, "manager.printer", { fault: t(language, `printer.${fault}`) })}</p>`)}
    <${Figures} view=${view} language=${language} />
    <${Services} view=${view} language=${language} />
    <${Counters} view=${view} language=${language} />
    <${Latest} view=${view} language=${language} />
  </main>`;
}

function App() {
  const [isIn, setIn] = useState(/** @type {boolean | undefined} */ (undefined));
  useEffect(() => {
    get("/api/manager/me").then(
      () => setIn(true),
      () => setIn(false),
    );
  }, []);
  if (isIn === undefined) return html`<main class="sign-in"><p>${t(language, "common.loading")}</p></main>`;
  if (!isIn) return html`<${SignIn} role="manager" language=${language} onSignedIn=${() => setIn(true)} />`;
  return html`<${Today} onSignedOut=${() => setIn(false)} />`;
}

await loadTexts();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
