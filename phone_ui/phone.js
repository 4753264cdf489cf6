// One citizen's own page: place, wait, and the call.
import { html, render, useEffect, useRef, useState } from "../shared_ui/html.js";
import { formatTime } from "../shared_ui/clock.js";
import { connectScreen, PHONE } from "../shared_ui/socket.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { assetsBase, languageName, loadTexts, pick, t } from "../shared_ui/texts.js";
import { Ask } from "./ask.js";
import { alarm, allowSound } from "./call.js";
import { canBeTold, forgetNotices } from "./push.js";
import { ProofButton } from "./proof.js";
import { Ticket } from "./ticket.js";

/** @typedef {import("../shared_ui/protocol").PhoneView} PhoneView */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/socket.js").Status} Status */

const token = location.pathname.split("/").pop() ?? "";
const preferred = navigator.language.startsWith("vi") ? "vi" : "en";

/** @param {{language: string}} props */
function Bell({ language }) {
  const [ready, setReady] = useState(false);
  const allow = async () => {
    await allowSound();
    setReady(true);
  };
  if (!("AudioContext" in window)) return null;
  return html`${ready ? html`<p class="message good" role="status">${t(language, "phone.sound_ready")}</p>` : null}
    <button class="button" data-action="sound" onClick=${allow}>${t(language, ready ? "phone.sound_try" : "phone.sound_on")}</button>`;
}

/**
 * Notices also while the page is closed: what a browser that can't show them need not load.
 * @param {{language: string}} props
 */
function Notices({ language }) {
  const [Offer, setOffer] = useState(/** @type {{shown: typeof import("./notices.js").NoticesOffer} | null} */ (null));
  useEffect(() => {
    if (canBeTold()) import("./notices.js").then((module) => setOffer({ shown: module.NoticesOffer }));
  }, []);
  return Offer ? html`<${Offer.shown} token=${token} language=${language} />` : null;
}

/**
 * What the citizen may wish for: more time, or to give the number up. One question at a time.
 * @param {{view: PhoneView, language: string, onChange: (view: PhoneView) => void}} props
 */
function Wishes({ view, language, onChange }) {
  const [asked, setAsked] = useState("");
  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ params = {}) => t(language, key, params);
  const props = { token, language, onChange, onAsk: setAsked };
  const more = view.more_time > 0 && asked !== "cancel";
  return html`${more ? html`<${Ask} ...${props} wish="more-time" isAsked=${asked === "more-time"} label=${say("phone.more_time")}
      question=${say("phone.more_time_ask", { n: view.more_time_behind, left: view.more_time })} no=${say("phone.more_time_no")} yes=${say("phone.more_time_yes")} />` : null}
    ${(view.state === "waiting" || view.state === "called") && asked !== "more-time" ? html`<${Ask} ...${props} wish="cancel" isAsked=${asked === "cancel"} label=${say("phone.cancel")}
      question=${say("phone.cancel_sure", { code: view.code })} no=${say("phone.keep")} yes=${say("phone.cancel_yes")} />` : null}`;
}

/** @param {{view: PhoneView, status: Status, language: string, onLanguage: (language: string) => void, onChange: (view: PhoneView) => void}} props */
function Page({ view, status, language, onLanguage, onChange }) {
  const other = language === "vi" ? "en" : "vi";
  const expecting = view.state === "waiting" || view.state === "held";
  return html`<${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} />
    <header><p>${pick(view.office_name, language)}</p>
      <button class="button quiet" lang=${other} data-language=${other} onClick=${() => onLanguage(other)}>${languageName(other)}</button></header>
    <main>
      <h1><span class="visually-hidden">${t(language, "phone.code")} </span><span class="code" data-code=${view.code}>${view.code}</span></h1>
      <p class="service">${pick(view.service_name, language)}</p>
      ${view.slot ? html`<p class="slot" data-slot=${view.slot}>${t(language, "phone.appointment", { time: formatTime(view.slot, view.time_zone) })}</p>` : null}
      <${Ticket} view=${view} language=${language} />
      ${expecting ? html`<${Bell} language=${language} />` : null}
      ${expecting ? html`<${Notices} language=${language} />` : null}
      <${Wishes} view=${view} language=${language} onChange=${onChange} />
      ${view.state === "ended" ? html`<${ProofButton} token=${token} view=${view} language=${language} />` : null}
      <p class="small">${t(language, "phone.taken_at", { time: formatTime(view.issued_at, view.time_zone) })}</p>
    </main>`;
}

/**
 * @param {PhoneView | null} view
 * @param {string} language
 */
function titleOf(view, language) {
  if (!view) return t(language, "phone.title");
  return view.state === "called" ? `${view.code}: ${t(language, "phone.called")} ${view.counter}` : `${view.code} · ${t(language, "phone.title")}`;
}

function App() {
  const [view, setView] = useState(/** @type {PhoneView | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  const [refused, setRefused] = useState(/** @type {Refusal | null} */ (null));
  const [language, setLanguage] = useState(preferred);
  const heard = useRef("");
  useEffect(() => {
    const line = connectScreen("/ws/phone", () => ({ token, name: "phone" }), {
      onView: (/** @type {PhoneView} */ next) => {
        // A call that this page has made known already is not new after a reconnection.
        // The count belongs to it: a server whose clock was set back gives two calls the same time.
        const call = next.state === "called" ? `${next.called_at} ${next.calls}` : "";
        if (call && call !== heard.current) alarm();
        heard.current = call;
        if (next.state === "ended") forgetNotices(token);
        setRefused(null);
        setView(next);
      },
      onStatus: setStatus,
      onRefused: setRefused,
    }, PHONE);
    return () => line.close();
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = titleOf(view, language);
  }, [view, language]);
  const change = async (/** @type {string} */ next) => {
    await loadTexts(assetsBase, [next], "phone");
    setLanguage(next);
  };
  if (refused) return html`<main><p class="message warn said" data-refusal=${refused.code}>${pick(refused.text, language)}</p></main>`;
  if (view) return html`<${Page} view=${view} status=${status} language=${language} onLanguage=${change} onChange=${setView} />`;
  return html`<${ConnectionBar} status=${status} language=${language} /><main><p>${t(language, "common.loading")}</p></main>`;
}

// A slow line: only the words that are needed now.
await loadTexts(assetsBase, [preferred], "phone");
const isTaking = /^\/phone\/?$/.test(location.pathname);
const Start = isTaking ? (await import("./take.js")).Take : App;
render(html`<${Start} language=${preferred} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
