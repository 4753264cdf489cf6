// A screen's line to the server: whole views come down, the newest counts; it mends itself.
import { noteServerTime, serverNow } from "./clock.js";

/** @typedef {import("./protocol").Announce} Announce */
/** @typedef {import("./protocol").Refusal} Refusal */
/** @typedef {import("./protocol").FromServer} FromServer */
/** @typedef {import("./protocol").RoleFrame} RoleFrame */
/** @typedef {{token?: string | null, name?: string, sound?: boolean}} Hello */
/**
 * `since`: since when it is so, by the server's clock. "connecting" is only before the first view; a broken line stays
 * "lost" until the next view.
 * @typedef {{state: "connecting" | "live" | "lost", since: Date}} Status
 */
/**
 * @template View
 * @typedef {object} Handlers
 * @property {(view: View) => void} onView
 * @property {(announce: Announce) => void} [onAnnounce]
 * @property {(role: RoleFrame) => void} [onRole] what this paired screen is, before its first view
 * @property {(id: string) => void} [onSpeak] this screen was given the word: it says that announcement now
 * @property {(status: Status) => void} [onStatus]
 * @property {(refusal: Refusal) => void} [onRefused]
 */

/**
 * How long a line waits, in milliseconds: between two tries at most, for a connection to open, and for a sign of life.
 * @typedef {{longest: number, opening: number, silence: number}} Patience
 */

const FIRST_DELAY_MS = 250;
// The office's own screens are at most hundreds, in its own network, and must be right again within 2 s of the network's
// return: a try that hung when it came is given up after `opening` at most, and the next begins at once, for a browser lets
// no second try of one address overtake one that hangs. Only a refused one waits, up to `longest`. The server beats every
// 2 s. Both are jittered, so that a server meets its screens spread out, after a cut as after a restart.
/** @type {Patience} */
export const HALL = { longest: 700, opening: 1000, silence: 7000 };
// Phones may be thousands, on slow lines, and hear a beat every 16 s; "online" and a look at the page wake them at once.
/** @type {Patience} */
export const PHONE = { longest: 10000, opening: 10000, silence: 40000 };
// A server that is too busy to open lines must not be kept busy by lines that are given up: after so many failures in a
// row, which is nearly a minute of the hall's screens, each is given longer.
const MANY_FAILURES = 60;
const LONGER = 4;
const REFUSED_DELAY_MS = 30000;
const RELOAD_PAUSE_MS = 60000;
const RELOADED_AT = "xephang.reloaded_at";

/** The version that this page's files came from; null when they lie elsewhere. */
const pageVersion = /\/assets\/([^/]+)\//.exec(new URL(import.meta.url).pathname)?.[1] ?? null;

/**
 * Reload the page once the server runs another version; not more than once a minute, lest a stale cache makes it spin.
 * @param {string} serverVersion
 */
function reloadForVersion(serverVersion) {
  if (pageVersion === null || decodeURIComponent(pageVersion) === serverVersion) return;
  const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
  if (Date.now() - last < RELOAD_PAUSE_MS) return;
  sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  location.reload();
}

/** @param {string} path */
function socketAddress(path) {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

/**
 * Delay before the next try: doubling, with jitter, so that a server's restart is not met by a stampede.
 * @param {number} failures
 * @param {number} longest
 */
function backOff(failures, longest) {
  return Math.min(longest, FIRST_DELAY_MS * 2 ** failures) * (0.5 + Math.random() / 2);
}

/** @param {number} longest */
const jittered = (longest) => longest * (0.7 + Math.random() * 0.3);

/** @template View */
class ScreenLine {
  /**
   * @param {string} path
   * @param {() => Hello} hello
   * @param {Handlers<View>} handlers
   * @param {Patience} patience
   */
  constructor(path, hello, handlers, patience) {
    this.patience = patience;
    this.path = path;
    this.hello = hello;
    this.handlers = handlers;
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {Status} */
    this.status = { state: "connecting", since: new Date(serverNow()) };
    this.failures = 0;
    this.refused = false;
    this.retryTimer = 0;
    this.silenceTimer = 0;
    this.wake = () => this.tryNow();
  }

  start() {
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.handlers.onStatus?.(this.status);
    this.open();
  }

  open() {
    this.refused = false;
    const socket = new WebSocket(socketAddress(this.path));
    this.socket = socket;
    socket.onopen = () => {
      this.listenFor(this.patience.silence); // the network is there; a server that is being restarted may be slow
      const { token = null, name = "", sound = false } = this.hello();
      this.say({ type: "hello", token, name, sound, version: pageVersion ?? "" });
    };
    socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    socket.onclose = () => this.drop(socket);
    this.listenFor(this.patience.opening * (this.failures > MANY_FAILURES ? LONGER : 1));
  }

  /** @param {number} ms */
  listenFor(ms) {
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    // A dead network never says so: dropping at once is quicker than waiting for the closing handshake.
    // All heard the same last beat: without jitter they would all be back in the same moment.
    this.silenceTimer = setTimeout(() => socket && this.drop(socket, true), jittered(ms));
  }

  /** @param {FromServer} frame */
  hear(frame) {
    this.listenFor(this.patience.silence);
    switch (frame.type) {
      case "hello":
        noteServerTime(frame.now);
        reloadForVersion(frame.version);
        break;
      case "beat":
        noteServerTime(frame.now);
        this.say({ type: "alive" });
        break;
      case "role":
        this.handlers.onRole?.(frame);
        break;
      case "view":
        this.showView(frame.view);
        break;
      case "announce":
        this.handlers.onAnnounce?.(frame);
        break;
      case "speak":
        this.handlers.onSpeak?.(frame.id);
        break;
      case "refused":
        this.refused = true;
        this.handlers.onRefused?.(frame.refusal);
        break;
    }
  }

  /** @param {any} view */
  showView(view) {
    noteServerTime(view.now);
    this.failures = 0;
    this.become("live");
    this.handlers.onView(view);
  }

  /**
   * @param {WebSocket} socket
   * @param {boolean} hung it said nothing: that took its time already, so the next try need not wait
   */
  drop(socket, hung = false) {
    if (socket !== this.socket) return;
    this.socket = null;
    clearTimeout(this.silenceTimer);
    socket.onmessage = null;
    socket.close();
    this.become("lost");
    const delay = hung ? 0 : backOff(this.failures, this.patience.longest);
    this.retryTimer = setTimeout(() => this.open(), this.refused ? REFUSED_DELAY_MS : delay);
    this.failures += 1;
  }

  /** The network is back, or somebody looks at the page again: don't let them wait for the back-off. */
  tryNow() {
    if (this.socket || this.refused || document.hidden) return;
    clearTimeout(this.retryTimer);
    this.open();
  }

  /** @param {Status["state"]} state */
  become(state) {
    if (this.status.state === state) return;
    this.status = { state, since: new Date(serverNow()) };
    this.handlers.onStatus?.(this.status);
  }

  /** @param {import("./protocol").FromScreen} message */
  say(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  close() {
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    clearTimeout(this.retryTimer);
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }
}

/**
 * Keep a screen connected to `path` for as long as the page lives. `hello` is asked anew at every connection, so a
 * token or the leave to make sound may change in between. On "refused" the line is tried again every 30 s.
 * @template View
 * @param {string} path such as `/ws/kiosk`
 * @param {() => Hello} hello
 * @param {Handlers<View>} handlers
 * @returns {{send(message: import("./protocol").FromScreen): void, close(): void}} what is sent while the line is broken is lost
 */
export function connectScreen(path, hello, handlers, patience = HALL) {
  const line = new ScreenLine(path, hello, handlers, patience);
  line.start();
  return { send: (message) => line.say(message), close: () => line.close() };
}
