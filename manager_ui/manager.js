// The manager's window: a menu of pages over the live view of today.
import { html, render, useEffect, useState } from "../shared_ui/html.js";
import { LanguageButton, staffLanguage } from "../shared_ui/language.js";
import { get, newRequestId, post } from "../shared_ui/api.js";
import { OwnPassword } from "../shared_ui/password.js";
import { SignIn } from "../shared_ui/staff.js";
import { formatTime } from "../shared_ui/clock.js";
import { connectScreen } from "../shared_ui/socket.js";
import { AlarmBanner } from "../shared_ui/alarms.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { loadTexts, pick, t } from "../shared_ui/texts.js";
import { AlertsElsewhere } from "./alerts.js";
import { BellButton, useBell } from "./bell.js";
import { PAGES, pageOfAddress } from "./pages.js";
import { forgetUnapplied, hasUnapplied } from "./setup.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {import("../shared_ui/socket.js").Status} Status */

const language = staffLanguage;
/** @type {import("../shared_ui/protocol").AlertLine[]} */
const NO_ALERTS = [];

/** Hook: the page that the address names; Back and Forward turn pages. */
function usePage() {
  const [page, setPage] = useState(pageOfAddress());
  useEffect(() => {
    const turn = () => setPage(pageOfAddress());
    addEventListener("hashchange", turn);
    return () => removeEventListener("hashchange", turn);
  }, []);
  return page;
}

/** @param {{current: string}} props */
const Menu = ({ current }) => html`<nav class="menu" aria-label=${t(language, "manager.menu")}>
  ${PAGES.map(({ id }) => html`<a href=${`#${id}`} data-page=${id} aria-current=${id === current ? "page" : null}>${t(language, `manager.page.${id}`)}${id === "setup" && hasUnapplied() ? html` <b class="unapplied" data-unapplied>${t(language, "setup.unapplied")}</b>` : null}</a>`)}</nav>`;

/** @param {{onSignedOut: () => void}} props */
function Window({ onSignedOut }) {
  const { id, Page } = usePage();
  const [view, setView] = useState(/** @type {ManagerView | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  useEffect(() => {
    const line = connectScreen("/ws/manager", () => ({}), { onView: setView, onStatus: setStatus, onRefused: onSignedOut });
    return () => line.close();
  }, []);
  const { sound, toggle } = useBell(view?.alerts ?? NO_ALERTS);
  const fresh = view?.alerts.filter((alert) => alert.acknowledged_by === null).length ?? 0;
  useEffect(() => {
    document.title = (fresh > 0 ? `(${fresh}) ` : "") + t(language, "index.manager");
  }, [fresh]);
  const signOut = async () => {
    if (hasUnapplied() && !confirm(t(language, "setup.leave_sure"))) return;
    forgetUnapplied();
    await post("/api/manager/sign-out", {});
    onSignedOut();
  };
  /** @param {"answer" | "end"} verb */
  const alarm = (verb) => (/** @type {number} */ counter) => post(`/api/manager/alarms/${counter}/${verb}`, { request_id: newRequestId() }).catch(() => {}); // it is over, as the view will say
  if (!view) return html`<main class="sign-in"><p>${t(language, "common.loading")}</p></main>`;
  return html`<${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} />
    <header><h1>${pick(view.office_name, language)} – ${t(language, "manager.title")} ${view.business_day.split("-").reverse().join("/")}, ${formatTime(view.now, view.time_zone)}</h1>
      <${BellButton} sound=${sound} language=${language} onToggle=${toggle} /><${LanguageButton} /><${OwnPassword} role="manager" language=${language} /><button class="button quiet" data-action="sign-out" onClick=${signOut}>${t(language, "common.sign_out")}</button></header>
    <${AlarmBanner} alarms=${view.alarms} names=${view.names} language=${language} busy=${false} mayEnd=${() => true} onAnswer=${alarm("answer")} onEnd=${alarm("end")} />
    <${Menu} current=${id} />
    ${id === "today" ? null : html`<${AlertsElsewhere} view=${view} language=${language} />`}
    <main><${Page} view=${view} language=${language} /></main>`;
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
  return html`<${Window} onSignedOut=${() => setIn(false)} />`;
}

await loadTexts();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
