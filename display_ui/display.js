// The wall of one waiting area: the call being spoken, the last calls, and where everybody is.
import { html, render, useEffect, useMemo, useState } from "../shared_ui/html.js";
import { connectScreen } from "../shared_ui/socket.js";
import { deviceToken } from "../shared_ui/device.js";
import { formatDate, formatTime, useNow } from "../shared_ui/clock.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { loadTexts, pick, t } from "../shared_ui/texts.js";
import { Loudspeaker } from "./loudspeaker.js";

/** @typedef {import("../shared_ui/protocol").DisplayView} DisplayView */
/** @typedef {import("../shared_ui/protocol").Announce} Announce */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/socket.js").Status} Status */

const zone = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const token = deviceToken(`xephang.display.${zone}.token`);
const language = "vi";

/** @param {{view: DisplayView, speaking: Announce | null}} props */
function Calling({ view, speaking }) {
  const newest = view.recent.find((call) => call.state === "called") ?? view.recent[0];
  const shown = speaking ?? newest;
  if (!shown) return html`<section class="card calling"><p class="label">${t(language, "display.nobody")}</p></section>`;
  return html`<section class=${`card calling ${speaking ? "speaking" : ""}`} data-calling=${shown.code} data-speaking=${speaking?.id ?? ""}>
    <p class="label">${t("vi", "display.calling")} · <span lang="en">${t("en", "display.calling")}</span></p>
    <p class="code">${shown.code}</p>
    <p class="where">${t(language, "display.at_counter", { n: shown.counter })}</p>
  </section>`;
}

/** @param {{view: DisplayView}} props */
function Recent({ view }) {
  return html`<section class="card" data-board="recent"><h2>${t("vi", "display.recent")} · <span lang="en">${t("en", "display.recent")}</span></h2>
    <table><tbody>${view.recent.slice(0, 10).map(
      (call) => html`<tr key=${call.announcement} data-code=${call.code}><td>${call.code}</td><td>${t(language, "display.at_counter", { n: call.counter })}</td></tr>`,
    )}</tbody></table></section>`;
}

/** @param {{view: DisplayView}} props */
function Counters({ view }) {
  /** @param {import("../shared_ui/protocol").DisplayCounter} counter */
  const what = (counter) => counter.code ?? (counter.state === "open" ? "–" : t(language, `display.${counter.state}`));
  return html`<section class="card" data-board="counters"><h2>${t("vi", "display.counters")} · <span lang="en">${t("en", "display.counters")}</span></h2>
    <table class="small"><tbody>${view.counters.map(
      (counter) => html`<tr data-counter=${counter.number}><td>${t(language, "display.at_counter", { n: counter.number })}</td><td>${counter.name}</td><td>${what(counter)}</td></tr>`,
    )}</tbody></table></section>`;
}

/** @param {{view: DisplayView}} props */
function Waiting({ view }) {
  return html`<section class="card" data-board="waiting"><h2>${t("vi", "display.waiting")} · <span lang="en">${t("en", "display.waiting")}</span></h2>
    <table class="small"><tbody>${view.waiting.map((one) => html`<tr data-service=${one.id}><td>${one.prefix}</td><td>${pick(one.name, language)}</td><td>${one.waiting}</td></tr>`)}</tbody></table></section>`;
}

/** @param {{view: DisplayView, speaking: Announce | null, status: Status}} props */
function Board({ view, speaking, status }) {
  const now = useNow(1000);
  return html`<main>
    <header><div><${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} />
      <h1>${pick(view.office_name, language)} – ${pick(view.zone_name, language)}</h1></div>
      <span class="clock">${formatTime(new Date(now), view.time_zone)}</span></header>
    <div class="board"><${Calling} view=${view} speaking=${speaking} />
      <div class="side"><${Recent} view=${view} /><${Counters} view=${view} /><${Waiting} view=${view} /></div></div>
    <footer><span>${pick(view.notice, language)}</span><span>${formatDate(new Date(now), view.time_zone, language)}</span></footer>
  </main>`;
}

/** @param {{onUnlock: () => void}} props */
const Blocked = ({ onUnlock }) => html`<button class="blocked" data-action="unlock" onClick=${onUnlock}>
  ${t("vi", "display.sound_blocked")} · <span lang="en">${t("en", "display.sound_blocked")}</span><small>${t("vi", "display.sound_how")}</small></button>`;

function App() {
  const [view, setView] = useState(/** @type {DisplayView | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  const [refused, setRefused] = useState(/** @type {Refusal | null} */ (null));
  const [speaking, setSpeaking] = useState(/** @type {Announce | null} */ (null));
  const [blocked, setBlocked] = useState(false);
  const speaker = useMemo(() => new Loudspeaker(), []);
  useEffect(() => {
    const line = connectScreen(`/ws/display/${encodeURIComponent(zone)}`, () => ({ token, name: zone, sound: !speaker.blocked }), {
      onView: (/** @type {DisplayView} */ next) => {
        setRefused(null);
        setView(next);
      },
      onAnnounce: (announce) => {
        setSpeaking(announce);
        setTimeout(() => setSpeaking((now) => (now?.id === announce.id ? null : now)), announce.seconds * 1000);
        if (announce.speak) speaker.say(announce);
      },
      onStatus: setStatus,
      onRefused: setRefused,
    });
    speaker.onBlocked = (isBlocked) => {
      setBlocked(isBlocked);
      line.setSound(!isBlocked);
    };
    speaker.probe();
    return () => line.close();
  }, []);
  if (zone === "") return html`<main><p>${t(language, "display.choose_zone")}</p></main>`;
  if (refused) return html`<main><div class="calling"><p class="label">${pick(refused.text, language)}</p><p class="label">${t(language, "common.not_paired_how")}</p></div></main>`;
  if (!view) return html`<main><div class="calling"><p class="label">${t(language, "common.loading")}</p></div></main>`;
  return html`${blocked ? html`<${Blocked} onUnlock=${() => speaker.unlock()} />` : null}<${Board} view=${view} speaking=${speaking} status=${status} />`;
}

await loadTexts();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
