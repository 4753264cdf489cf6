// The wall of one waiting area: a function of the newest view, and the call that is being spoken.
import { html, render, useEffect, useState } from "../shared_ui/html.js";
import { connectScreen } from "../shared_ui/socket.js";
import { deviceToken } from "../shared_ui/device.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { loadTexts, pick, t } from "../shared_ui/texts.js";
import { Calling, Counters, Header, Notice, Recent, Waiting } from "./board.js";
import { Loudspeaker } from "./loudspeaker.js";

/** @typedef {import("../shared_ui/protocol").DisplayView} DisplayView */
/** @typedef {import("../shared_ui/protocol").Announce} Announce */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/socket.js").Status} Status */
/** @typedef {import("./loudspeaker.js").SoundState} SoundState */

const zone = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const token = deviceToken(`xephang.display.${zone}.token`);
const language = "vi";
const speaker = new Loudspeaker();

/**
 * What staff must do about the sound; citizens read the board all the same.
 * @param {{sound: SoundState}} props
 */
function SoundBar({ sound }) {
  if (sound === "free") return null;
  const name = sound === "blocked" ? "display.sound_blocked" : "display.sound_failed";
  return html`<button class="sound-bar" data-action="unlock" data-sound=${sound} onClick=${() => speaker.probe()}>
    <strong>${t("vi", name)}</strong> <span lang="en">${t("en", name)}</span>
    ${sound === "blocked" ? html`<small>${t("vi", "display.sound_how")}</small>` : null}</button>`;
}

/** @param {{view: DisplayView, speaking: Announce | null, status: Status, sound: SoundState}} props */
const Board = ({ view, speaking, status, sound }) => html`
  <${SoundBar} sound=${sound} /><${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} />
  <${Header} view=${view} />
  <main class="board"><${Calling} view=${view} speaking=${speaking} /><${Recent} view=${view} /><${Counters} view=${view} /><${Waiting} view=${view} /></main>
  <${Notice} view=${view} />`;

/** @param {{title: string, text?: string}} props */
const Calm = ({ title, text = "" }) => html`<main class="calm"><h1>${title}</h1><p>${text}</p></main>`;

/**
 * Hook: the announcement that is being spoken in this zone, for as long as its sound lasts.
 * @returns {[Announce | null, (announce: Announce) => void]}
 */
function useSpeaking() {
  const [speaking, setSpeaking] = useState(/** @type {Announce | null} */ (null));
  /** @param {Announce} announce */
  const show = (announce) => {
    setSpeaking(announce);
    setTimeout(() => setSpeaking((now) => (now?.id === announce.id ? null : now)), announce.seconds * 1000);
  };
  return [speaking, show];
}

function App() {
  const [view, setView] = useState(/** @type {DisplayView | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  const [refused, setRefused] = useState(/** @type {Refusal | null} */ (null));
  const [sound, setSound] = useState(speaker.state);
  const [speaking, show] = useSpeaking();
  useEffect(() => {
    const line = connectScreen(`/ws/display/${encodeURIComponent(zone)}`, () => ({ token, name: zone, sound: speaker.state === "free" }), {
      onView: (/** @type {DisplayView} */ next) => {
        setRefused(null);
        setView(next);
      },
      onAnnounce: (announce) => {
        show(announce);
        if (announce.speak) void speaker.say(announce);
      },
      onStatus: setStatus,
      onRefused: setRefused,
    });
    speaker.onState = (state) => {
      setSound(state);
      line.setSound(state === "free");
    };
    return () => line.close();
  }, []);
  if (refused) return html`<${Calm} title=${pick(refused.text, language)} text=${t(language, "common.not_paired_how")} />`;
  if (!view) return html`<${Calm} title=${t(language, "common.loading")} />`;
  return html`<${Board} view=${view} speaking=${speaking} status=${status} sound=${sound} />`;
}

const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
if (new URLSearchParams(location.search).get("theme") === "light") document.documentElement.dataset.theme = "light";
await loadTexts();
if (zone === "") {
  render(html`<${Calm} title=${t(language, "display.choose_zone")} />`, screen);
} else {
  // Before the first word to the server: a wall that cannot speak must not be chosen to.
  await speaker.probe();
  addEventListener("pointerdown", () => speaker.unlock());
  addEventListener("keydown", () => speaker.unlock());
  render(html`<${App} />`, screen);
}
