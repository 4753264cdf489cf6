// Spoken guidance: what stands on the screen, then what each key does; and whatever an arrow key comes to.
import { useEffect, useRef } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";

const PATIENCE_MS = 6000;
const LONGEST = 600; // letters, as the server takes them

/** Tells the page that somebody is being read to: they are not away, though they touch nothing. */
export const READING = "kiosk-reading";
const TO_BE_SAID = "main [data-say], [role=alertdialog] [data-say]";

/**
 * A text as it should be spoken: a range as a range, one sentence for each line.
 * @param {string} text
 * @param {string} language
 */
const forEars = (text, language) => text.replace(/(\d)\s*[–-]\s*(\d)/g, `$1 ${t(language, "kiosk.say.to")} $2`).replace(/\s*·\s*/g, ", ").trim();

/**
 * @param {Element} element
 * @returns {string}
 */
const textOf = (element) => (element.getAttribute("aria-label") ?? (element instanceof HTMLElement ? element.innerText : "")).replace(/\n+/g, ", ").replace(/^[←↓]\s*/, "");

/**
 * All that the screen says, in lines: each is asked for alone, so that the first is heard at once and the server knows most
 * of them already.
 * @param {string} language
 * @returns {string[]}
 */
function wholeScreen(language) {
  const told = [...document.querySelectorAll(TO_BE_SAID)].map(textOf);
  const keys = [...document.querySelectorAll("main [data-digit]")].map((button) =>
    t(language, "kiosk.say.key", { n: button.getAttribute("data-digit") ?? "", what: spokenButton(button) }),
  );
  return [...told, ...keys].filter(Boolean).map((line) => forEars(line, language).replace(/[.,:]*$/, "."));
}

/**
 * A tile's big letter is for eyes.
 * @param {Element} button
 */
function spokenButton(button) {
  const parts = [...button.querySelectorAll(".name, .waiting")].map(textOf);
  return parts.length > 0 ? parts.join(", ") : textOf(button);
}

/** One voice: whatever is said ends what was being said. */
class Voice {
  /** @param {string | null} token */
  constructor(token) {
    this.token = token;
    this.turn = 0;
    this.player = new Audio();
  }

  hush() {
    this.turn += 1;
    this.player.pause();
    speechSynthesis?.cancel();
  }

  /**
   * One line after the other; while one is heard the next is fetched.
   * @param {string[]} lines
   * @param {string} language
   */
  async say(lines, language) {
    this.hush();
    const turn = this.turn;
    let rest = lines;
    try {
      let coming = this.fetchSound(rest[0] ?? "", language);
      while (rest.length > 0) {
        const sound = await coming;
        if (turn !== this.turn) return;
        const [line = "", next] = rest;
        if (next !== undefined) coming = this.fetchSound(next, language);
        coming.catch(() => {}); // told when its turn has come
        await this.play(sound, line);
        if (turn !== this.turn) return;
        rest = rest.slice(1);
      }
    } catch (error) {
      if (turn === this.turn) this.sayWithoutServer(rest.join(" "), language, error);
    }
  }

  /**
   * Resolves when the line was heard, or is no longer to be heard.
   * @param {Blob} sound
   * @param {string} line
   */
  async play(sound, line) {
    const { player } = this;
    if (player.src) URL.revokeObjectURL(player.src);
    player.src = URL.createObjectURL(sound);
    document.documentElement.dataset.said = line;
    // Whoever is only asked whether they are there has not answered yet.
    if (!document.querySelector("[role=alertdialog]")) dispatchEvent(new Event(READING));
    const over = new Promise((resolve) => {
      for (const name of ["ended", "pause", "error"]) player.addEventListener(name, resolve, { once: true });
    });
    await player.play();
    await over;
  }

  /**
   * @param {string} text
   * @param {string} language
   */
  async fetchSound(text, language) {
    const answer = await fetch("/api/kiosk/speech", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.token ?? ""}` },
      body: JSON.stringify({ language, text: text.slice(0, LONGEST) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error(`no speech: ${answer.status}`);
    return answer.blob();
  }

  /**
   * The browser's own voice, where it has one for the language; else the screen stays silent and says all in writing.
   * @param {string} text
   * @param {string} language
   * @param {unknown} why
   */
  sayWithoutServer(text, language, why) {
    console.warn("speech", why);
    const voice = globalThis.speechSynthesis?.getVoices().find((one) => one.lang.startsWith(language));
    if (!voice) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    speechSynthesis.speak(words);
  }
}

/**
 * Hook: speak the screen at every new step, and each button that gets the focus afterwards.
 * @param {{spoken: boolean, language: string, token: string | null, step: string}} props `step` changes with what is shown
 */
export function useGuide({ spoken, language, token, step }) {
  const voice = useRef(/** @type {Voice | null} */ (null));
  voice.current ??= new Voice(token);
  useEffect(() => {
    if (!spoken) return voice.current?.hush();
    const frame = requestAnimationFrame(() => void voice.current?.say(wholeScreen(language), language));
    return () => cancelAnimationFrame(frame);
  }, [spoken, language, step]);
  useEffect(() => {
    if (!spoken) return;
    const sayFocused = (/** @type {KeyboardEvent} */ event) => {
      if (!event.key.startsWith("Arrow") && event.key !== "Tab") return;
      requestAnimationFrame(() => {
        const focused = document.activeElement;
        if (focused instanceof HTMLButtonElement) void voice.current?.say([forEars(spokenButton(focused), language)], language);
      });
    };
    addEventListener("keydown", sayFocused);
    return () => removeEventListener("keydown", sayFocused);
  }, [spoken, language]);
}
