// Making a citizen notice the call: vibration, and a bell where the phone lets a page make sound.
import { ringBell } from "../shared_ui/bell.js";

const VIBRATION_MS = [500, 200, 500, 200, 800];

/** @type {AudioContext | null} */
let audio = null;

/** Ring; silent when the page was never touched, for then a phone allows no sound. */
export function ring() {
  if (audio) ringBell(audio);
}

/** Keep the screen lit, where the browser can: a sleeping page hears nothing. */
async function stayAwake() {
  if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
  // Refused with a low battery: the page says to keep the screen on anyway.
  await navigator.wakeLock.request("screen").catch((error) => console.info("wake lock", error));
}

/** Get the leave to make sound; must come from a touch. */
export async function allowSound() {
  audio ??= new AudioContext();
  await audio.resume();
  ring();
  await stayAwake();
  document.addEventListener("visibilitychange", stayAwake);
}

/** The citizen is called. */
export function alarm() {
  navigator.vibrate?.(VIBRATION_MS);
  ring();
}
