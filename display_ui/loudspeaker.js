// The display's sound: each announcement once, MP3 first, WAV where a browser has no MP3.

/** @typedef {import("../shared_ui/protocol").Announce} Announce */

const HEARD = "xephang.heard";
const REMEMBERED = 200;

/**
 * A tenth of a second of silence, to learn whether the browser lets this page make sound at all.
 * @returns {string} an address
 */
function silence() {
  const rate = 8000;
  const size = rate / 10;
  const wav = new DataView(new ArrayBuffer(44 + size));
  const words = /** @type {[number, string][]} */ ([[0, "RIFF"], [8, "WAVEfmt "], [36, "data"]]);
  for (const [at, word] of words) [...word].forEach((letter, n) => wav.setUint8(at + n, letter.charCodeAt(0)));
  wav.setUint32(4, 36 + size, true);
  wav.setUint32(16, 16, true);
  wav.setUint16(20, 1, true); // PCM
  wav.setUint16(22, 1, true); // one channel
  wav.setUint32(24, rate, true);
  wav.setUint32(28, rate, true);
  wav.setUint16(32, 1, true);
  wav.setUint16(34, 8, true);
  wav.setUint32(40, size, true);
  for (let n = 0; n < size; n += 1) wav.setUint8(44 + n, 128);
  return URL.createObjectURL(new Blob([wav], { type: "audio/wav" }));
}

/** @returns {string[]} */
const heard = () => JSON.parse(sessionStorage.getItem(HEARD) ?? "[]");

export class Loudspeaker {
  constructor() {
    this.blocked = false;
    /** @type {(blocked: boolean) => void} */
    this.onBlocked = () => {};
    this.element = new Audio();
    this.silence = silence();
  }

  /** Learn whether the browser holds sound back until somebody touches the page. */
  probe() {
    return this.play(this.silence);
  }

  /** Called by a touch: from now on the browser lets this page speak. */
  unlock() {
    return this.play(this.silence);
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
