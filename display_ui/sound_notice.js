// What staff must do about the sound, so large that they see it from the desk; the call above stays in sight.
import { html } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";

/** @typedef {import("./loudspeaker.js").SoundState} SoundState */

// Chromium's own: a page in its own right may then speak without anybody having touched it.
const FLAG = "--autoplay-policy=no-user-gesture-required";

/**
 * Any touch or key tries again; it goes away by itself once the sound is free.
 * @param {{sound: SoundState, onTry: () => void}} props
 */
export function SoundNotice({ sound, onTry }) {
  if (sound === "free") return null;
  const name = sound === "blocked" ? "display.sound_blocked" : "display.sound_failed";
  return html`<button class="sound-notice" role="alert" data-action="unlock" data-sound=${sound} onClick=${onTry}>
    <strong>${t("vi", name)}</strong><span lang="en">${t("en", name)}</span>
    ${sound === "blocked" ? html`<small>${t("vi", "display.sound_how")} <span lang="en">${t("en", "display.sound_how")}</span></small><code>chromium --kiosk ${FLAG} ${location.origin}/display</code>` : null}</button>`;
}
