// A bell out of nothing but tones: no file to load when it matters.

const BELL_HZ = [880, 660, 880, 660];
const TONE_S = 0.35;

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

/**
 * Ring once; silent while the browser lets the page make no sound.
 * @param {AudioContext} context
 */
export function ringBell(context) {
  BELL_HZ.forEach((hertz, index) => tone(context, hertz, context.currentTime + 0.05 + index * TONE_S));
}
