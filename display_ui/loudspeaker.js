// The display's sound: each announcement once, MP3 first, WAV where a browser has no MP3.

/** @typedef {import("../shared_ui/protocol").Announce} Announce */

const HEARD = "xephang.heard";
const REMEMBERED = 200;
// A few milliseconds of silence, to learn whether the browser lets this page make sound at all.
const SILENCE = "data:audio/wav;base64,UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==";

/** @returns {string[]} */
const heard = () => JSON.parse(sessionStorage.getItem(HEARD) ?? "[]");

export class Loudspeaker {
  constructor() {
    this.blocked = false;
    /** @type {(blocked: boolean) => void} */
    this.onBlocked = () => {};
    this.element = new Audio();
  }

  /** Learn whether the browser holds sound back until somebody touches the page. */
  probe() {
    return this.play(SILENCE);
  }

  /** Called by a touch: from now on the browser lets this page speak. */
  unlock() {
    return this.play(SILENCE);
  }

  /**
   * Say an announcement, unless this browser has said it before.
   * @param {Announce} announce
   */
  async say(announce) {
    const before = heard();
    if (announce.sound === null || announce.sound_wav === null || before.includes(announce.id)) return;
    sessionStorage.setItem(HEARD, JSON.stringify([...before, announce.id].slice(-REMEMBERED)));
    document.body.dataset.said = announce.id;
    await this.play(this.element.canPlayType("audio/mpeg") ? announce.sound : announce.sound_wav);
  }

  /** @param {string} address */
  async play(address) {
    this.element.src = address;
    try {
      await this.element.play();
      this.become(false);
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.become(true);
      else console.error("sound", address, error);
    }
  }

  /** @param {boolean} blocked */
  become(blocked) {
    if (this.blocked === blocked) return;
    this.blocked = blocked;
    this.onBlocked(blocked);
  }
}
