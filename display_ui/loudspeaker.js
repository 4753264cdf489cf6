// The display's sound: each announcement once, MP3 first, WAV where a browser has no MP3 or can't play it.
import { silence } from "./silence.js";

/** @typedef {import("../shared_ui/protocol").Announce} Announce */
/** @typedef {"free" | "blocked" | "failed"} SoundState
 * "blocked": the browser waits for a touch; "failed": an announcement could not be fetched or decoded. */

const HEARD = "xephang.heard";
const REMEMBERED = 200;
const PROBE_MS = 2000;
const RETRY_MS = { blocked: 10000, failed: 60000 };

/** @returns {string[]} */
const heard = () => JSON.parse(sessionStorage.getItem(HEARD) ?? "[]");

/**
 * Remember an announcement; false when this browser has said it before.
 * @param {string} id
 */
function isNew(id) {
  const before = heard();
  if (before.includes(id)) return false;
  sessionStorage.setItem(HEARD, JSON.stringify([...before, id].slice(-REMEMBERED)));
  return true;
}

export class Loudspeaker {
  constructor() {
    /** @type {SoundState} */
    this.state = "free";
    /** @type {(state: SoundState) => void} */
    this.onState = () => {};
    this.element = new Audio();
    this.silence = silence();
    this.retry = 0;
    this.isSaying = false;
    /** @type {Announce | null} */
    this.prepared = null;
    this.element.addEventListener("ended", () => (this.isSaying = false));
  }

  /** Learn whether the browser lets this page make sound, within 2 s. A machine that never answers is silent. */
  async probe() {
    if (this.isSaying) return;
    const never = new Promise((resolve) => setTimeout(() => resolve("failed"), PROBE_MS));
    this.become(/** @type {SoundState} */ (await Promise.race([this.play(this.silence), never])));
  }

  /** Called by any touch or key: from now on the browser may let this page speak. */
  unlock() {
    if (this.state !== "free") void this.probe();
  }

  /**
   * Keep what this screen was chosen to say, until it is given the word; false when it is not, or has said it before.
   * @param {Announce} announce
   * @returns {boolean}
   */
  prepare(announce) {
    const isChosen = announce.speak && announce.sound !== null && !heard().includes(announce.id);
    this.prepared = isChosen ? announce : null;
    return isChosen;
  }

  /**
   * Say what was prepared: the server has given the word.
   * @param {string} id
   * @returns {Promise<boolean>} whether it is heard
   */
  async say(id) {
    const announce = this.prepared;
    if (announce?.id !== id || !isNew(id)) return false;
    this.prepared = null;
    const addresses = [this.element.canPlayType("audio/mpeg") ? announce.sound : null, announce.sound_wav].filter((one) => one !== null);
    this.element.volume = announce.volume / 100;
    this.isSaying = true;
    const result = await this.playFirst(addresses);
    this.become(result);
    this.isSaying = result === "free";
    if (this.isSaying) document.body.dataset.said = id;
    return this.isSaying;
  }

  /** @param {string[]} addresses */
  async playFirst(addresses) {
    /** @type {SoundState} */
    let result = "failed";
    for (const address of addresses) {
      result = await this.play(address);
      if (result !== "failed") break;
    }
    return result;
  }

  /**
   * @param {string} address
   * @returns {Promise<SoundState>}
   */
  async play(address) {
    this.element.src = address;
    try {
      await this.element.play();
      return "free";
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") return "blocked";
      // The next announcement took the loudspeaker: nothing is wrong with the sound.
      if (error instanceof DOMException && error.name === "AbortError") return this.state;
      console.error("sound", address, error);
      return "failed";
    }
  }

  /** @param {SoundState} state */
  become(state) {
    // Whatever failed may be mended, and leave may be given without a touch here: another display speaks meanwhile.
    clearTimeout(this.retry);
    if (state !== "free") this.retry = setTimeout(() => this.unlock(), RETRY_MS[state]);
    if (this.state === state) return;
    this.state = state;
    this.onState(state);
  }
}
