// An alert rings once, on whichever page the manager is; whether it may is for the browser and the manager to say.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { ringBell } from "../shared_ui/bell.js";
import { t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").AlertLine} AlertLine */
/** @typedef {"off" | "on" | "blocked"} Sound `blocked`: wanted, but the browser waits for a touch */

const WANTED = "xephang.manager.sound";
const RUNG = "xephang.manager.rung"; // of this tab: a page that is loaded anew does not ring again

/** @type {AudioContext | null} */
let audio = null;

/** @returns {Set<number>} */
const rung = () => new Set(/** @type {number[]} */ (JSON.parse(sessionStorage.getItem(RUNG) ?? "[]")));

/** @returns {Sound} */
const soundNow = () => (localStorage.getItem(WANTED) !== "on" ? "off" : audio?.state === "running" ? "on" : "blocked");

/** Ask the browser's leave; it gives it after a touch or a key, or where it was set up so. */
async function askLeave() {
  audio ??= new AudioContext();
  // Without a touch the promise never settles.
  await Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 200))]);
}

/**
 * Ring for those that have begun, that nobody sees to yet, and that have not rung here.
 * @param {AlertLine[]} alerts
 */
function ringForNew(alerts) {
  const known = rung();
  const fresh = alerts.filter((one) => one.acknowledged_by === null && !known.has(one.id));
  if (fresh.length === 0 || audio?.state !== "running") return;
  ringBell(audio);
  sessionStorage.setItem(RUNG, JSON.stringify(alerts.map((one) => one.id)));
}

/**
 * Hook: whether alerts ring here, and what turns it on or off.
 * @param {AlertLine[]} alerts
 */
export function useBell(alerts) {
  const [sound, setSound] = useState(/** @type {Sound} */ (soundNow()));
  useEffect(() => {
    if (sound !== "blocked") return undefined;
    const unlock = () => void askLeave().then(() => setSound(soundNow()));
    unlock();
    addEventListener("pointerdown", unlock);
    addEventListener("keydown", unlock);
    return () => {
      removeEventListener("pointerdown", unlock);
      removeEventListener("keydown", unlock);
    };
  }, [sound]);
  useEffect(() => {
    if (sound === "on") ringForNew(alerts);
  }, [sound, alerts]);
  const toggle = async () => {
    const isWanted = soundNow() === "off";
    localStorage.setItem(WANTED, isWanted ? "on" : "off");
    if (isWanted) {
      await askLeave();
      // So that whoever turns it on knows how it sounds, and that the loudspeaker of the PC is up.
      if (audio?.state === "running") ringBell(audio);
    }
    setSound(soundNow());
  };
  return { sound, toggle };
}

/** @param {{sound: Sound, language: string, onToggle: () => void}} props */
export const BellButton = ({ sound, language, onToggle }) => html`<button class="button quiet" data-action="bell" data-sound=${sound} aria-pressed=${sound !== "off"} onClick=${onToggle}>
  <svg class="bell" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3a6 6 0 0 0-6 6v4l-2 3h16l-2-3V9a6 6 0 0 0-6-6ZM10 19a2 2 0 0 0 4 0Z" />${sound === "on" ? null : html`<path class="stroke" d="M4 4 20 20" />`}</svg>${t(language, `alert.sound_${sound}`)}</button>`;
