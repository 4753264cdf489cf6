// Making a citizen notice the call: vibration, and a bell where the phone lets a page make sound.

const VIBRATION_MS = [500, 200, 500, 200, 800];
const BELL_HZ = [880, 660, 880, 660];
const TONE_S = 0.35;

/** @type {AudioContext | null} */
let audio = null;

/**
 * @param {AudioContext} context
 * @param {number} hertz
 * @param {number} start seconds on the context's clock
 */
function tone(context, hertz, start) {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.frequency.value = hertz;
  volume.gain.setValueAtTime(0.6, start);
  volume.gain.exponentialRampToValueAtTime(0.01, start + TONE_S);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + TONE_S);
}

/** Ring; silent when the page was never touched, for then a phone allows no sound. */
export function ring() {
  const context = audio;
  if (!context) return;
  BELL_HZ.forEach((hertz, index) => tone(context, hertz, context.currentTime + 0.05 + index * TONE_S));
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
