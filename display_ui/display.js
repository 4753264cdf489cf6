// A paired screen of the hall: a function of what it is, of the newest view, and of the call that is being spoken.
import { html, render, useEffect, useState } from "../shared_ui/html.js";
import { connectScreen } from "../shared_ui/socket.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { loadTexts, pick, t } from "../shared_ui/texts.js";
import { Absent, Calling, Counters, Header, PhoneCode, Recent, second, Waiting } from "./board.js";
import { Announcement } from "./announcement.js";
import { CounterScreen } from "./counter.js";
import { Loudspeaker } from "./loudspeaker.js";
import { Media } from "./media.js";
import { Pairing } from "./pairing.js";
import { leaveFor, placeOfAddress } from "./place.js";
import { SoundNotice } from "./sound_notice.js";
import { Ticker } from "./ticker.js";

/** @typedef {import("../shared_ui/protocol").DisplayView} DisplayView */
/** @typedef {import("../shared_ui/protocol").PairingView} PairingView */
/** @typedef {import("../shared_ui/protocol").RoleFrame} RoleFrame */
/** @typedef {import("../shared_ui/protocol").Announce} Announce */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/socket.js").Status} Status */
/** @typedef {import("./loudspeaker.js").SoundState} SoundState */
/** @typedef {import("../shared_ui/protocol").CounterView} CounterView */
/** @typedef {DisplayView | CounterView | PairingView} ScreenView */

const place = placeOfAddress();
const language = "vi";
const speaker = new Loudspeaker();

/** @typedef {{view: DisplayView, speaking: Announce | null, role: RoleFrame | null}} WallProps */

/** @param {WallProps} props */
function Board({ view, speaking, role }) {
  const media = role && !role.extras ? [] : view.media;
  return html`<${Header} view=${view} />
    <main class="board" data-has-media=${String(media.length > 0)} data-calls=${String(speaking !== null)}>
      <${Calling} view=${view} speaking=${speaking} /><${Recent} view=${view} /><${Counters} view=${view} /><${Waiting} view=${view} />
      ${media.length > 0 ? html`<${Media} items=${media} />` : null}</main>
    <${Absent} view=${view} /><${PhoneCode} view=${view} /><${Ticker} view=${view} other=${second(view)} />`;
}

/**
 * A loudspeaker without a wall: whoever looks at it sees what it says.
 * @param {WallProps} props
 */
const Speaker = ({ view, speaking, role }) => html`<main class="calm speaker"><h1>${role?.name}</h1><p>${pick(view.zone_name, language)}</p>
  <${Calling} view=${view} speaking=${speaking} /></main>`;

/** @param {{title: string, text?: string}} props */
const Calm = ({ title, text = "" }) => html`<main class="calm"><h1>${title}</h1><p>${text}</p></main>`;

/** @param {WallProps & {status: Status, sound: SoundState}} props */
const Wall = (props) => html`<${SoundNotice} sound=${props.sound} onTry=${() => speaker.probe()} />
  <${ConnectionBar} status=${props.status} language=${language} timeZone=${props.view.time_zone} />
  <${props.role?.kind === "speaker" ? Speaker : Board} ...${props} speaking=${props.speaking?.code ? props.speaking : null} />
  <${Announcement} speaking=${props.speaking} />`;

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

/**
 * Look as the manager chose for this screen; an address may ask for the light look, too.
 * @param {RoleFrame | null} role
 */
function dress(role) {
  const asked = new URLSearchParams(location.search).get("theme");
  document.documentElement.dataset.theme = asked === "light" ? "light" : (role?.theme ?? "dark");
  document.title = role?.name ?? t(language, "display.title");
}

/**
 * Hook: this screen's line to the server.
 * @param {(announce: Announce) => void} show
 */
function useLine(show) {
  const [view, setView] = useState(/** @type {ScreenView | null} */ (null));
  const [role, setRole] = useState(/** @type {RoleFrame | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  const [refused, setRefused] = useState(/** @type {Refusal | null} */ (null));
  const [sound, setSound] = useState(speaker.state);
  useEffect(() => {
    const line = connectScreen(place.socket, () => ({ token: place.token, sound: speaker.state === "free" }), {
      onRole: (next) => {
        if (leaveFor(next, place.token)) return;
        dress(next);
        setRole(next);
      },
      onView: (/** @type {ScreenView} */ next) => {
        setRefused(null);
        if (next.screen === "pairing") dress(null);
        setView(next);
      },
      onAnnounce: (announce) => {
        show(announce);
        if (speaker.prepare(announce)) line.send({ type: "ready", id: announce.id });
      },
      onSpeak: (id) => void speaker.say(id).then((heard) => line.send({ type: "spoke", id, heard })),
      onStatus: setStatus,
      onRefused: setRefused,
    });
    speaker.onState = (state) => {
      setSound(state);
      line.send({ type: "sounding", sound: state === "free" });
    };
    return () => line.close();
  }, []);
  return { view, role, status, refused, sound };
}

function App() {
  const [speaking, show] = useSpeaking();
  const { view, role, status, refused, sound } = useLine(show);
  if (refused) return html`<${Calm} title=${pick(refused.text, language)} text=${t(language, "common.not_paired_how")} />`;
  if (!view) return html`<${Calm} title=${t(language, "common.loading")} />`;
  if (view.screen === "pairing") return html`<${Pairing} view=${view} />`;
  if (view.screen === "counter") return html`<${CounterScreen} view=${view} role=${role} token=${place.token} status=${status} />`;
  return html`<${Wall} view=${view} speaking=${speaking} role=${role} status=${status} sound=${sound} />`;
}

await loadTexts();
dress(null);
// Before the first word to the server: a wall that cannot speak must not be chosen to.
await speaker.probe();
addEventListener("pointerdown", () => speaker.unlock());
addEventListener("keydown", () => speaker.unlock());
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
