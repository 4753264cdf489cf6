// A sound without sound, made here so that asking for leave to speak needs no server.

const RATE = 8000; // samples a second, one byte each
const SAMPLES = RATE / 10;
const HEADER = 44;
const MIDDLE = 128; // of an unsigned byte: no pressure

/** @returns {DataView<ArrayBuffer>} the header of a WAV file: PCM, one channel, 8 bits */
function header() {
  const wav = new DataView(new ArrayBuffer(HEADER + SAMPLES));
  const words = /** @type {[number, string][]} */ ([[0, "RIFF"], [8, "WAVEfmt "], [36, "data"]]);
  for (const [at, word] of words) [...word].forEach((letter, n) => wav.setUint8(at + n, letter.charCodeAt(0)));
  wav.setUint32(4, HEADER - 8 + SAMPLES, true);
  wav.setUint32(16, 16, true);
  wav.setUint16(20, 1, true);
  wav.setUint16(22, 1, true);
  wav.setUint32(24, RATE, true);
  wav.setUint32(28, RATE, true);
  wav.setUint16(32, 1, true);
  wav.setUint16(34, 8, true);
  wav.setUint32(40, SAMPLES, true);
  return wav;
}

/**
 * Return the address of a tenth of a second of silence.
 * @returns {string}
 */
export function silence() {
  const wav = header();
  for (let n = 0; n < SAMPLES; n += 1) wav.setUint8(HEADER + n, MIDDLE);
  return URL.createObjectURL(new Blob([wav], { type: "audio/wav" }));
}
